package io.penstock.bench.report;

import java.util.List;

/**
 * One measured quantity.
 *
 * @param key short and stable, e.g. {@code c}
 * @param name for people
 * @param unit of the values, e.g. {@code jobs/s}
 * @param values one per repetition, at least one
 */
public record Series(String key, String name, String unit, List<Double> values) {
    public Series {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("series " + key + ": expected at least one value");
        }
        values = List.copyOf(values);
    }

    public double median() {
        return Statistics.median(values);
    }

    public double least() {
        return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    public double most() {
        return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }
}
