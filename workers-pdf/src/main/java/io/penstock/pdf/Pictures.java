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

    private Pictures() {}

    /** @param transparency false if the file must have none: it is put on white */
    static Image read(String url, byte[] bytes, boolean transparency) throws IOException {
        boolean jpeg = checkHeader(url, bytes).equals("jpeg");
        if (transparency || jpeg) {
            return Image.getInstance(bytes);
        }
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(bytes));
        BufferedImage opaque = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = opaque.createGraphics();
        graphics.drawImage(picture, 0, 0, Color.WHITE, null);
        graphics.dispose();
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(opaque, "png", png);
        return Image.getInstance(png.toByteArray());
    }

    private static String checkHeader(String url, byte[] bytes) throws IOException {
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

    private static String checked(String url, ImageReader reader) throws IOException {
        String format = reader.getFormatName().toLowerCase(Locale.ROOT);
        if (!FORMATS.contains(format)) {
            throw new RefusedException(
                    "expected a PNG, JPEG or GIF picture at " + Resources.shown(url) + ", got " + format);
        }
        if ((long) reader.getWidth(0) * reader.getHeight(0) > Limits.PIXELS) {
            throw new RefusedException(
                    "expected a picture of at most " + Limits.PIXELS + " pixels at " + Resources.shown(url));
        }
        return format;
    }
}
