package io.penstock.bench.report;

import java.util.Collection;

/** The few numbers that describe many. */
public final class Statistics {
    private Statistics() {}

    /**
     * The middle value, or the mean of the two in the middle.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static double median(Collection<Double> values) {
        double[] sorted = sorted(values);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /**
     * The least value that at least {@code percent} per cent of all do not exceed (nearest rank).
     *
     * @param percent above 0, at most 100
     * @throws IllegalArgumentException if there is no value
     */
    public static double percentile(Collection<Double> values, double percent) {
        if (percent <= 0 || percent > 100) {
            throw new IllegalArgumentException("percentile: expected above 0 and at most 100, got " + percent);
        }
        double[] sorted = sorted(values);
        int rank = (int) Math.ceil(percent / 100 * sorted.length);
        return sorted[rank - 1];
    }

    private static double[] sorted(Collection<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("expected at least one value");
        }
        return values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }
}
