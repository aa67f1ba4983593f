package io.penstock.bench.contender;

import java.lang.management.ManagementFactory;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Says on standard output when a number of jobs was settled. The same for every contender, and on a clock of the process
 * that is measured: nothing of the measuring process is part of the result.
 */
public final class SettleWatch {
    private static final long LOOK_EVERY_NANOS = 2_000_000;

    private SettleWatch() {}

    /**
     * Starts to look, on a thread of its own, until all jobs are settled.
     *
     * @param warmUp how many jobs are not measured
     * @param total how many jobs there are
     * @param settled how many were settled so far
     */
    public static void start(long warmUp, long total, LongSupplier settled) {
        Thread.ofPlatform().daemon().name("settle-watch").start(() -> {
            mark(await(Math.max(1, warmUp), settled));
            mark(await(total, settled));
        });
    }

    private static long await(long wanted, LongSupplier settled) {
        long now = settled.getAsLong();
        while (now < wanted) {
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
            now = settled.getAsLong();
        }
        return now;
    }

    private static void mark(long settled) {
        Mark mark = new Mark(settled, System.nanoTime(), processorNanos());
        System.out.println(mark.text());
    }

    private static long processorNanos() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getProcessCpuTime();
    }
}
