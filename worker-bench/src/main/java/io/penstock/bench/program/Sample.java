package io.penstock.bench.program;

import io.penstock.bench.run.BenchException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one process measured.
 *
 * @param count of what it made
 * @param seconds how long that took
 * @param residentMib the most memory that the process had, as the system counts; 0 if nobody looked
 * @param heapMib the most that its heap held, 0 where there is none
 */
public record Sample(int count, double seconds, double residentMib, double heapMib) {
    private static final Pattern LINE = Pattern.compile("measured (\\d+) (\\S+) (\\S+) (\\S+)");
    private static final double MIB = 1024.0 * 1024;

    /** Of this process. */
    public static Sample ofThisProcess(int count, double seconds) throws IOException {
        return new Sample(count, seconds, residentNow(), heapNow());
    }

    static Sample find(String output) {
        Matcher matcher = LINE.matcher(output);
        if (!matcher.find()) {
            throw new BenchException("expected a measurement, got: " + output);
        }
        return new Sample(
                Integer.parseInt(matcher.group(1)),
                Double.parseDouble(matcher.group(2)),
                Double.parseDouble(matcher.group(3)),
                Double.parseDouble(matcher.group(4)));
    }

    /** As a program prints it. */
    public String line() {
        return "measured " + count + " " + seconds + " " + residentMib + " " + heapMib;
    }

    public double perSecond() {
        return count / seconds;
    }

    private static double residentNow() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0);
    }

    private static double heapNow() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getType() == MemoryType.HEAP)
                        .map(MemoryPoolMXBean::getPeakUsage)
                        .mapToLong(usage -> usage.getUsed())
                        .sum()
                / MIB;
    }
}
