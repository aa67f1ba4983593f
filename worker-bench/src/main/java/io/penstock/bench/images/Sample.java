package io.penstock.bench.images;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one process measured.
 *
 * @param images photographs that all renditions were made of
 * @param seconds how long that took
 * @param residentMib the most memory that the process had, as the system counts
 * @param heapMib the most that its heap held, 0 where there is none
 */
record Sample(int images, double seconds, double residentMib, double heapMib) {
    private static final Pattern LINE = Pattern.compile("measured (\\d+) (\\S+) (\\S+) (\\S+)");

    static Sample find(String output) {
        Matcher matcher = LINE.matcher(output);
        if (!matcher.find()) {
            throw new io.penstock.bench.run.BenchException("expected a measurement, got: " + output);
        }
        return new Sample(
                Integer.parseInt(matcher.group(1)),
                Double.parseDouble(matcher.group(2)),
                Double.parseDouble(matcher.group(3)),
                Double.parseDouble(matcher.group(4)));
    }

    String line() {
        return "measured " + images + " " + seconds + " " + residentMib + " " + heapMib;
    }

    double imagesPerSecond() {
        return images / seconds;
    }
}
