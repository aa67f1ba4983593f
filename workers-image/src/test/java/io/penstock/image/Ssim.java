package io.penstock.image;

import java.awt.image.BufferedImage;

/** Structural similarity of two pictures of the same size (Wang and others, 2004), of their luminance, in windows of 8 x 8. */
final class Ssim {
    private static final int WINDOW = 8;
    private static final int STEP = 4;
    private static final double C1 = Math.pow(0.01 * 255, 2);
    private static final double C2 = Math.pow(0.03 * 255, 2);

    private Ssim() {}

    /** 1 for equal pictures, near 0 for unrelated ones. */
    static double of(BufferedImage one, BufferedImage other) {
        double[][] a = luminance(one);
        double[][] b = luminance(other);
        double sum = 0;
        int count = 0;
        for (int y = 0; y + WINDOW <= a.length; y += STEP) {
            for (int x = 0; x + WINDOW <= a[0].length; x += STEP) {
                sum += window(a, b, x, y);
                count++;
            }
        }
        return sum / count;
    }

    private static double window(double[][] a, double[][] b, int left, int top) {
        double sumA = 0;
        double sumB = 0;
        double squaresA = 0;
        double squaresB = 0;
        double products = 0;
        for (int y = top; y < top + WINDOW; y++) {
            for (int x = left; x < left + WINDOW; x++) {
                sumA += a[y][x];
                sumB += b[y][x];
                squaresA += a[y][x] * a[y][x];
                squaresB += b[y][x] * b[y][x];
                products += a[y][x] * b[y][x];
            }
        }
        double n = WINDOW * WINDOW;
        double meanA = sumA / n;
        double meanB = sumB / n;
        double varianceA = squaresA / n - meanA * meanA;
        double varianceB = squaresB / n - meanB * meanB;
        double covariance = products / n - meanA * meanB;
        return (2 * meanA * meanB + C1)
                * (2 * covariance + C2)
                / ((meanA * meanA + meanB * meanB + C1) * (varianceA + varianceB + C2));
    }

    private static double[][] luminance(BufferedImage image) {
        double[][] values = new double[image.getHeight()][image.getWidth()];
        int[] row = new int[image.getWidth()];
        for (int y = 0; y < values.length; y++) {
            image.getRGB(0, y, row.length, 1, row, 0, row.length);
            for (int x = 0; x < row.length; x++) {
                values[y][x] =
                        0.299 * ((row[x] >> 16) & 0xFF) + 0.587 * ((row[x] >> 8) & 0xFF) + 0.114 * (row[x] & 0xFF);
            }
        }
        return values;
    }
}
