package io.penstock.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferInt;

/** Reads a picture row by row as packed pixels: alpha, red, green, blue, eight bits each, colours premultiplied by alpha. */
final class PackedRows {
    private static final int OPAQUE = 0xFF00_0000;

    private final BufferedImage image;
    private final int width;

    PackedRows(BufferedImage image) {
        this.image = image;
        this.width = image.getWidth();
    }

    /** Copies a row. */
    void read(int y, int[] row) {
        switch (image.getType()) {
            case BufferedImage.TYPE_INT_ARGB_PRE, BufferedImage.TYPE_INT_RGB -> integers(y, row);
            case BufferedImage.TYPE_3BYTE_BGR -> bytes(y, row);
            case BufferedImage.TYPE_BYTE_GRAY -> greys(y, row);
            default -> any(y, row);
        }
    }

    private void integers(int y, int[] row) {
        int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        boolean opaque = !image.getColorModel().hasAlpha();
        for (int x = 0, i = y * width; x < width; x++, i++) {
            row[x] = opaque ? pixels[i] | OPAQUE : pixels[i];
        }
    }

    private void bytes(int y, int[] row) {
        byte[] data = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        for (int x = 0, i = 3 * y * width; x < width; x++, i += 3) {
            row[x] = OPAQUE | ((data[i + 2] & 0xFF) << 16) | ((data[i + 1] & 0xFF) << 8) | (data[i] & 0xFF);
        }
    }

    private void greys(int y, int[] row) {
        byte[] data = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        for (int x = 0, i = y * width; x < width; x++, i++) {
            row[x] = OPAQUE | ((data[i] & 0xFF) * 0x01_0101);
        }
    }

    private void any(int y, int[] row) {
        image.getRGB(0, y, width, 1, row, 0, width);
        for (int x = 0; x < width; x++) {
            row[x] = premultiplied(row[x]);
        }
    }

    private static int premultiplied(int pixel) {
        int alpha = pixel >>> 24;
        if (alpha == 0xFF) {
            return pixel;
        }
        return (alpha << 24)
                | (times(pixel >> 16, alpha) << 16)
                | (times(pixel >> 8, alpha) << 8)
                | times(pixel, alpha);
    }

    private static int times(int sample, int alpha) {
        return ((sample & 0xFF) * alpha + 127) / 255;
    }
}
