package io.penstock.bench.contender;

import java.lang.management.ManagementFactory;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Says on standard output how many jobs are settled, again and again. The same for every contender, and on a clock of the
 * process that is measured: nothing of the measuring process is part of the result.
 */
public final class SettleWatch {
    private static final long SAY_EVERY_NANOS = 20_000_000;

    private SettleWatch() {}

    /**
     * Starts to look, on a thread of its own.
     *
     * @param settled how many were settled so far
     */
    public static void start(LongSupplier settled) {
        Thread.ofPlatform().daemon().name("settle-watch").start(() -> {
            while (true) {
                LockSupport.parkNanos(SAY_EVERY_NANOS);
                System.out.println(new Mark(settled.getAsLong(), System.nanoTime(), processorNanos()).text());
            }
        });
    }

    private static long processorNanos() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getProcessCpuTime();
    }
}
