package io.penstock.image;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** Colour profiles: reading them, and bringing pixels to sRGB. */
final class Icc {
    /** Profiles of presses have some 3 MB, those of screens and cameras far less. */
    static final int LONGEST = 4 * 1024 * 1024;

    private Icc() {}

    /** The profile in these bytes; null if they are none, or one that is of no use for colour pictures. */
    static @Nullable ICC_Profile parse(byte[] bytes) {
        try {
            ICC_Profile profile = ICC_Profile.getInstance(bytes);
            boolean colour = profile.getColorSpaceType() == ColorSpace.TYPE_RGB;
            return colour && !isSrgb(profile) ? profile : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The same for a profile that is compressed, as in PNG. */
    static @Nullable ICC_Profile inflate(byte[] compressed, int offset) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(compressed, offset, compressed.length - offset);
            byte[] bytes = new byte[LONGEST];
            int length = 0;
            while (!inflater.finished() && length < bytes.length) {
                int count = inflater.inflate(bytes, length, bytes.length - length);
                if (count == 0) {
                    return null;
                }
                length += count;
            }
            return parse(java.util.Arrays.copyOf(bytes, length));
        } catch (DataFormatException e) {
            return null;
        } finally {
            inflater.end();
        }
    }

    /** Most files carry some edition of sRGB; converting from one edition to another would cost time and change nothing. */
    private static boolean isSrgb(ICC_Profile profile) {
        byte[] description = profile.getData(ICC_Profile.icSigProfileDescriptionTag);
        if (description == null) {
            return false;
        }
        String text = new String(description, java.nio.charset.StandardCharsets.ISO_8859_1).replace("\0", "");
        return text.contains("sRGB") || text.contains("IEC61966-2");
    }

    /** The picture in sRGB; its numbers are read as colours of {@code profile}. The same picture without a profile. */
    static BufferedImage toSrgb(BufferedImage image, @Nullable ICC_Profile profile) {
        if (profile == null) {
            return image;
        }
        int bands = image.getColorModel().hasAlpha() ? 4 : 3;
        WritableRaster samples =
                Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, image.getWidth(), image.getHeight(), bands, null);
        int[] row = new int[image.getWidth() * bands];
        for (int y = 0; y < image.getHeight(); y++) {
            samples.setPixels(0, y, image.getWidth(), 1, image.getRaster().getPixels(0, y, image.getWidth(), 1, row));
        }
        ColorModel model = new ComponentColorModel(
                new ICC_ColorSpace(profile), bands == 4, false, bands == 4 ? 3 : 1, DataBuffer.TYPE_BYTE);
        BufferedImage converted = new BufferedImage(image.getWidth(), image.getHeight(), image.getType());
        new ColorConvertOp(null).filter(new BufferedImage(model, samples, false, null), converted);
        return converted;
    }
}
