package io.penstock.testbed.internal.folder;

import io.penstock.testbed.TestbedException;
import io.penstock.testbed.internal.command.Poll;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Servers that an earlier testbed left running in the same data folder, found by their pid files. */
public final class StaleProcesses {
    /** What the names of pid files end with. */
    public static final String PID_SUFFIX = ".pid";

    private static final Duration KILL_LIMIT = Duration.ofSeconds(10);

    private StaleProcesses() {}

    /**
     * Kills what the pid files in {@code folder} name, if it really belongs to this folder: a pid may have been
     * given to a stranger since.
     */
    public static void kill(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(PID_SUFFIX)).toList()) {
                killIfOurs(file, folder);
                Files.delete(file);
            }
        } catch (IOException failure) {
            throw new TestbedException("Could not look for stale servers in " + folder, failure);
        }
    }

    private static void killIfOurs(Path pidFile, Path folder) {
        Long pid = pidIn(pidFile);
        if (pid != null && belongsTo(folder, pid)) {
            ProcessHandle.of(pid).ifPresent(process -> {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                if (!Poll.until(KILL_LIMIT, () -> !belongsTo(folder, pid))) {
                    throw new TestbedException(
                            "A server that an earlier run left in %s (pid %d) could not be killed; kill it by hand"
                                    .formatted(folder, pid));
                }
            });
        }
    }

    /** The pid in {@code file}, or null while there is none. */
    public static @Nullable Long pidIn(Path file) {
        try {
            String text = Files.readString(file);
            return text.endsWith("\n") ? Long.valueOf(text.strip()) : null;
        } catch (IOException | NumberFormatException notThere) {
            return null;
        }
    }

    /** A process is ours if its command line names the folder or its working folder lies in it. */
    static boolean belongsTo(Path folder, long pid) {
        Path proc = Path.of("/proc", Long.toString(pid));
        try {
            return Files.isDirectory(proc)
                    ? Files.readSymbolicLink(proc.resolve("cwd")).startsWith(folder.toRealPath())
                            || new String(Files.readAllBytes(proc.resolve("cmdline")), StandardCharsets.UTF_8)
                                    .contains(folder.toString())
                    : ProcessHandle.of(pid)
                            .flatMap(process -> process.info().commandLine())
                            .filter(line -> line.contains(folder.toString()))
                            .isPresent();
        } catch (IOException gone) {
            return false;
        }
    }
}
