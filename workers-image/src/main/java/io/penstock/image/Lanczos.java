package io.penstock.image;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import net.coobird.thumbnailator.resizers.Resizer;

/**
 * Resamples a part of a picture with Lanczos' kernel of three lobes, first in rows, then in columns. Thumbnailator's own
 * resizers know no fractions of pixels and are visibly softer than what libvips does.
 *
 * @param region part of the given picture that becomes the whole of the other
 */
record Lanczos(Region region) implements Resizer {
    private static final int LOBES = 3;
    private static final int CHANNELS = 4;
    private static final int MOST = 255;

    /** Which pixels go into one, and how much of each: weights sum up to 1. */
    private static final class Taps {
        /** Index of the first pixel; may lie outside, where the pixel at the edge stands in. */
        private final int first;

        private final float[] weights;

        Taps(double centre, double stretch) {
            first = (int) Math.ceil(centre - LOBES * stretch);
            weights = new float[(int) Math.floor(centre + LOBES * stretch) - first + 1];
            double sum = 0;
            for (int i = 0; i < weights.length; i++) {
                sum += kernel((first + i - centre) / stretch);
            }
            for (int i = 0; i < weights.length; i++) {
                weights[i] = (float) (kernel((first + i - centre) / stretch) / sum);
            }
        }
    }

    @Override
    public void resize(BufferedImage from, BufferedImage to) {
        Taps[] columns = taps(region.x(), region.width(), to.getWidth());
        Taps[] rows = taps(region.y(), region.height(), to.getHeight());
        Window window = new Window(
                from,
                columns,
                Arrays.stream(rows).mapToInt(taps -> taps.weights.length).max().orElse(0));
        boolean alpha = to.getColorModel().hasAlpha();
        float[] sums = new float[to.getWidth() * CHANNELS];
        int[] pixels = new int[to.getWidth()];
        for (int y = 0; y < rows.length; y++) {
            Arrays.fill(sums, 0);
            for (int i = 0; i < rows[y].weights.length; i++) {
                add(window.row(rows[y].first + i), rows[y].weights[i], sums);
            }
            pack(sums, alpha, pixels);
            to.setRGB(0, y, pixels.length, 1, pixels, 0, pixels.length);
        }
    }

    private static void add(float[] row, float weight, float[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += row[i] * weight;
        }
    }

    private static Taps[] taps(double start, double length, int count) {
        double step = length / count;
        Taps[] taps = new Taps[count];
        for (int i = 0; i < count; i++) {
            taps[i] = new Taps(start + (i + 0.5) * step - 0.5, Math.max(1, step));
        }
        return taps;
    }

    private static double kernel(double x) {
        if (x == 0) {
            return 1;
        }
        if (Math.abs(x) >= LOBES) {
            return 0;
        }
        double angle = Math.PI * x;
        return LOBES * Math.sin(angle) * Math.sin(angle / LOBES) / (angle * angle);
    }

    private static void pack(float[] sums, boolean alpha, int[] pixels) {
        for (int x = 0, i = 0; x < pixels.length; x++, i += CHANNELS) {
            float opacity = alpha ? Math.clamp(sums[i + 3], 0f, MOST) : MOST;
            float scale = opacity == 0 ? 0 : MOST / opacity;
            pixels[x] = (Math.round(opacity) << 24)
                    | (sample(sums[i + 2] * scale) << 16)
                    | (sample(sums[i + 1] * scale) << 8)
                    | sample(sums[i] * scale);
        }
    }

    private static int sample(float value) {
        return Math.clamp(Math.round(value), 0, MOST);
    }

    /** The rows that are needed at a time, resampled to the new width: as many as the kernel is high. */
    private static final class Window {
        private final PackedRows source;
        private final int height;
        private final int[] packed;
        private final Taps[] columns;
        private final float[][] rows;
        private final int[] held;

        Window(BufferedImage image, Taps[] columns, int size) {
            this.source = new PackedRows(image);
            this.height = image.getHeight();
            this.packed = new int[image.getWidth()];
            this.columns = columns;
            this.rows = new float[size][columns.length * CHANNELS];
            this.held = new int[size];
            Arrays.fill(held, -1);
        }

        float[] row(int y) {
            int inside = Math.clamp(y, 0, height - 1);
            int slot = inside % held.length;
            if (held[slot] != inside) {
                source.read(inside, packed);
                resample(rows[slot]);
                held[slot] = inside;
            }
            return rows[slot];
        }

        private void resample(float[] row) {
            for (int x = 0; x < columns.length; x++) {
                Taps taps = columns[x];
                float blue = 0;
                float green = 0;
                float red = 0;
                float alpha = 0;
                for (int i = 0; i < taps.weights.length; i++) {
                    int pixel = packed[Math.clamp(taps.first + i, 0, packed.length - 1)];
                    float weight = taps.weights[i];
                    blue += (pixel & 0xFF) * weight;
                    green += ((pixel >> 8) & 0xFF) * weight;
                    red += ((pixel >> 16) & 0xFF) * weight;
                    alpha += (pixel >>> 24) * weight;
                }
                row[CHANNELS * x] = blue;
                row[CHANNELS * x + 1] = green;
                row[CHANNELS * x + 2] = red;
                row[CHANNELS * x + 3] = alpha;
            }
        }
    }
}
