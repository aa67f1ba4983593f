package io.penstock.image;

import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriter;

/** Who reads and writes which format. Asked for by name, so that nothing else on the class path changes what jobs produce. */
final class Codecs {
    private static final String JDK = "com.sun.imageio.";
    private static final String TWELVE_MONKEYS = "com.twelvemonkeys.imageio.";
    private static final String LIBWEBP = "com.luciad.imageio.webp.";

    private Codecs() {}

    /** Makes the codecs beside this class known to ImageIO, wherever the plug-in was loaded from. */
    static void register() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(Codecs.class.getClassLoader());
        try {
            ImageIO.setUseCache(false);
            ImageIO.scanForPlugins();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    static ImageReader reader(Header header) {
        String origin = switch (header.format()) {
            case JPEG -> TWELVE_MONKEYS;
            case WEBP -> isMoving(header) ? TWELVE_MONKEYS : LIBWEBP;
            case PNG, GIF, BMP, TIFF -> JDK;
        };
        Iterator<ImageReader> readers =
                ImageIO.getImageReadersByFormatName(header.format().toString());
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            if (reader.getClass().getName().startsWith(origin)) {
                return reader;
            }
            reader.dispose();
        }
        throw new IllegalStateException("no decoder for " + header.format() + " on the class path");
    }

    static boolean isMoving(Header header) {
        return header.layout().progressive();
    }

    static ImageWriter writer(OutputFormat format) {
        String origin = format == OutputFormat.WEBP ? LIBWEBP : JDK;
        Iterator<ImageWriter> writers =
                ImageIO.getImageWritersByFormatName(format.name().toLowerCase(Locale.ROOT));
        while (writers.hasNext()) {
            ImageWriter writer = writers.next();
            if (writer.getClass().getName().startsWith(origin)) {
                return writer;
            }
            writer.dispose();
        }
        throw new IllegalStateException("no encoder for " + format + " on the class path");
    }
}
