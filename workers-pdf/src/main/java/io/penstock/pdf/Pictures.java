package io.penstock.pdf;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.openpdf.text.Image;

/** Pictures of a document: PNG, JPEG and GIF, whose size is known before they are decoded. */
final class Pictures {
    private static final Set<String> FORMATS = Set.of("png", "jpeg", "gif");
    private static final int BYTES_PER_PIXEL = 4;

    private Pictures() {}

    /**
     * Reads one of them; a JPEG picture goes into the document as it is.
     *
     * @param transparency false if the file must have none: it is put on white
     * @param memory for decoding
     */
    static Image read(String url, byte[] bytes, boolean transparency, Memory memory) throws IOException {
        long toDecode = bytesToDecode(url, bytes);
        if (toDecode == 0) {
            return Image.getInstance(bytes);
        }
        Memory.Held held = memory.decoding(url, transparency ? toDecode : 2 * toDecode);
        try {
            return transparency ? Image.getInstance(bytes) : opaque(bytes);
        } finally {
            held.close();
        }
    }

    private static Image opaque(byte[] bytes) throws IOException {
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(bytes));
        BufferedImage opaque = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = opaque.createGraphics();
        graphics.drawImage(picture, 0, 0, Color.WHITE, null);
        graphics.dispose();
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(opaque, "png", png);
        return Image.getInstance(png.toByteArray());
    }

    /** 0 for JPEG. */
    private static long bytesToDecode(String url, byte[] bytes) throws IOException {
        try (ImageInputStream stream = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            if (!readers.hasNext()) {
                throw new RefusedException("expected a PNG, JPEG or GIF picture at " + Resources.shown(url));
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(stream);
                return checked(url, reader);
            } finally {
                reader.dispose();
            }
        }
    }

    private static long checked(String url, ImageReader reader) throws IOException {
        String format = reader.getFormatName().toLowerCase(Locale.ROOT);
        if (!FORMATS.contains(format)) {
            throw new RefusedException(
                    "expected a PNG, JPEG or GIF picture at " + Resources.shown(url) + ", got " + format);
        }
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        if (pixels > Limits.PIXELS) {
            throw new RefusedException(
                    "expected a picture of at most " + Limits.PIXELS + " pixels at " + Resources.shown(url));
        }
        return format.equals("jpeg") ? 0 : pixels * BYTES_PER_PIXEL;
    }
}
