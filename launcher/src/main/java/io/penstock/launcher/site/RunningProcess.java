package io.penstock.launcher.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * A process of this machine that can be recognised later. A pid alone may belong to a stranger by then.
 *
 * @param role what it is, e.g. {@code worker}
 * @param pid process id
 * @param startedMillis when it was started, in milliseconds since 1970, as the operating system tells
 */
record RunningProcess(String role, long pid, long startedMillis) {
    /** Start times are derived from the system's clock; setting the clock shifts them all by a little. */
    private static final long CLOCK_TOLERANCE_MILLIS = 2_000;

    static RunningProcess of(String role, ProcessHandle process) {
        return new RunningProcess(role, process.pid(), startOf(process));
    }

    /** The process, if it is still the same one and alive. */
    Optional<ProcessHandle> find() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> !isZombie(process))
                .filter(process -> Math.abs(startOf(process) - startedMillis) <= CLOCK_TOLERANCE_MILLIS);
    }

    /** Dead, but not yet noticed by a parent that may never look; Java takes it for alive. */
    private static boolean isZombie(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return stat.startsWith(") Z", stat.lastIndexOf(')'));
        } catch (IOException goneOrNotLinux) {
            return false;
        }
    }

    private static long startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
}
