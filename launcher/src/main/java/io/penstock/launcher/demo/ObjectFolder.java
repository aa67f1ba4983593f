package io.penstock.launcher.demo;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * The object store of the demo, which here is a folder.
 *
 * @param root where the objects are
 */
record ObjectFolder(Path root) {
    static final String PICTURE = "picture.jpg";
    static final String INVOICE = "invoice.pdf";
    static final String LARGE = "large.jpg";
    static final String TILE = "tile.webp";
    static final String THUMBNAIL = "thumbnail.png";

    private static final int WIDTH = 2_400;
    private static final int HEIGHT = 1_600;
    private static final int HILLS = 5;
    private static final int STEP = 20;

    /** The name that jobs know an object by. */
    String url(String name) {
        return "file://" + root.resolve(name).toUri().getRawPath();
    }

    Path path(String name) {
        return root.resolve(name);
    }

    /** In bytes, 0 if it is not there. */
    long size(String name) {
        return path(name).toFile().length();
    }

    /** True if the object is there and begins with these bytes. */
    boolean begins(String name, byte[] expected) {
        try {
            byte[] bytes = Files.isRegularFile(path(name)) ? Files.readAllBytes(path(name)) : new byte[0];
            return bytes.length >= expected.length
                    && Arrays.equals(bytes, 0, expected.length, expected, 0, expected.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the folder, and the picture that is going to be resized. */
    void prepare() {
        try {
            Files.createDirectories(root);
            ImageIO.setUseCache(false);
            ImageIO.write(evening(), "jpeg", path(PICTURE).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A sun that sets behind hills. */
    private static BufferedImage evening() {
        BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D brush = picture.createGraphics();
        brush.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        brush.setPaint(new GradientPaint(0, 0, new Color(0x27, 0x3B, 0x7A), 0, HEIGHT, new Color(0xFF, 0xA3, 0x5C)));
        brush.fillRect(0, 0, WIDTH, HEIGHT);
        brush.setPaint(new Color(0xFF, 0xE2, 0xA0));
        brush.fill(new Ellipse2D.Double(WIDTH * 0.6, HEIGHT * 0.42, HEIGHT * 0.22, HEIGHT * 0.22));
        Random random = new Random(1);
        for (int hill = 0; hill < HILLS; hill++) {
            int shade = 90 - hill * 16;
            brush.setPaint(new Color(shade / 2, shade, shade + 20));
            hill(brush, HEIGHT * (0.58 + hill * 0.08), random.nextDouble(Math.TAU));
        }
        brush.dispose();
        return picture;
    }

    private static void hill(Graphics2D brush, double top, double phase) {
        for (int x = 0; x < WIDTH; x += STEP) {
            double y = top + 60 * Math.sin(phase + x / 310.0) + 25 * Math.sin(2 * phase + x / 97.0);
            brush.fillRect(x, (int) y, STEP, HEIGHT);
        }
    }
}
