package io.penstock.image;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/** Brings what decoders return into a form that scales fast and means sRGB. */
final class Pixels {
    private Pixels() {}

    /** The same picture in a form that Java 2D knows by name; the very same if it is in one. */
    static BufferedImage usual(BufferedImage image) {
        boolean known =
                image.getType() != BufferedImage.TYPE_CUSTOM && image.getType() != BufferedImage.TYPE_USHORT_GRAY;
        return known ? image : converted(image);
    }

    private static BufferedImage converted(BufferedImage image) {
        ColorModel model = image.getColorModel();
        BufferedImage usual = new BufferedImage(
                image.getWidth(),
                image.getHeight(),
                model.hasAlpha() ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        boolean plain = !(model instanceof IndexColorModel) && isPlain(model.getColorSpace());
        int[] row = new int[image.getWidth()];
        int[] samples = new int[image.getWidth() * image.getRaster().getNumBands()];
        for (int y = 0; y < image.getHeight(); y++) {
            if (plain) {
                pack(image.getRaster(), y, model, samples, row);
            } else {
                image.getRGB(0, y, row.length, 1, row, 0, row.length);
            }
            usual.setRGB(0, y, row.length, 1, row, 0, row.length);
        }
        return usual;
    }

    /** Grey and sRGB: the numbers are colours already. Java takes grey for linear light, which no file means by it. */
    private static boolean isPlain(ColorSpace space) {
        return space.getType() == ColorSpace.TYPE_GRAY
                || space.isCS_sRGB()
                || (space.getType() == ColorSpace.TYPE_RGB && !(space instanceof ICC_ColorSpace));
    }

    private static void pack(Raster raster, int y, ColorModel model, int[] samples, int[] row) {
        int bands = raster.getNumBands();
        int colours = model.getNumColorComponents();
        raster.getPixels(0, y, row.length, 1, samples);
        for (int x = 0; x < row.length; x++) {
            int red = eight(samples[x * bands], model.getComponentSize(0));
            int green = colours < 3 ? red : eight(samples[x * bands + 1], model.getComponentSize(1));
            int blue = colours < 3 ? red : eight(samples[x * bands + 2], model.getComponentSize(2));
            int alpha = bands > colours ? eight(samples[x * bands + colours], model.getComponentSize(colours)) : 0xFF;
            row[x] = (alpha << 24) | (red << 16) | (green << 8) | blue;
        }
    }

    private static int eight(int sample, int bits) {
        return bits >= 8 ? sample >>> (bits - 8) : sample * 0xFF / ((1 << bits) - 1);
    }
}
