package io.penstock.testbed.internal.instance;

import io.penstock.testbed.TestbedException;
import io.penstock.testbed.internal.command.Command;
import io.penstock.testbed.internal.command.LogTail;
import io.penstock.testbed.internal.command.Poll;
import io.penstock.testbed.internal.folder.Folders;
import io.penstock.testbed.internal.folder.StaleProcesses;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A server as a process of this machine, below a shell that kills it when this JVM is gone.
 *
 * <p>The shell waits for the end of its standard input, a pipe that only this JVM holds open: however the JVM
 * dies, the kernel closes the pipe. Signals go to the server itself, never to the shell.
 */
public final class LocalProcess implements Instance {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(10);

    /** Ctrl-C in a terminal reaches the whole process group: the JVM decides what happens then. */
    private static final String WATCHED = """
            trap '' HUP INT
            pid_file=$1; shift
            "$@" </dev/null &
            server=$!
            echo "$server" >"$pid_file"
            exec 3<&0 </dev/null
            { while read -r _; do :; done <&3; kill -KILL "$server" 2>/dev/null; } &
            watcher=$!
            wait "$server"; status=$?
            kill "$watcher" 2>/dev/null
            exit "$status"
            """;

    private final Launch launch;
    private final Path pidFile;
    private final Path log;
    private @Nullable Process shell;
    private @Nullable ProcessHandle server;
    private boolean paused;

    /** Prepares a process; its pid and log files lie in the launch's folder. */
    public LocalProcess(Launch launch) {
        this.launch = launch;
        this.pidFile = launch.workingFolder().resolve(launch.name() + StaleProcesses.PID_SUFFIX);
        this.log = launch.workingFolder().resolve(launch.name() + ".log");
    }

    @Override
    public void start() {
        try {
            Files.deleteIfExists(pidFile);
            shell = shell();
            server = awaitPid(shell);
            paused = false;
        } catch (IOException failure) {
            throw new TestbedException(
                    "%s could not be launched in %s: %s".formatted(launch.name(), launch.workingFolder(), failure),
                    failure);
        }
    }

    private Process shell() throws IOException {
        List<String> words = new ArrayList<>(List.of("sh", "-c", WATCHED, "penstock-testbed", pidFile.toString()));
        words.addAll(launch.words());
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(launch.workingFolder().toFile())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log.toFile()));
        launch.applyTo(builder.environment());
        return builder.start();
    }

    private ProcessHandle awaitPid(Process parent) {
        Poll.until(KILL_LIMIT, () -> StaleProcesses.pidIn(pidFile) != null || !parent.isAlive());
        Long pid = StaleProcesses.pidIn(pidFile);
        if (pid == null) {
            throw new TestbedException(
                    "%s could not be launched in %s:%n%s".formatted(launch.name(), launch.workingFolder(), logTail()));
        }
        return ProcessHandle.of(pid).orElse(parent.toHandle());
    }

    @Override
    public void stop() {
        if (shell == null || server == null || !shell.isAlive()) {
            return;
        }
        resume();
        server.destroy();
        if (!gone(shell, STOP_LIMIT)) {
            kill();
            throw new TestbedException("%s did not stop within %d s after SIGTERM and was killed:%n%s"
                    .formatted(launch.name(), STOP_LIMIT.toSeconds(), logTail()));
        }
    }

    @Override
    public void kill() {
        if (shell == null || server == null || !shell.isAlive()) {
            return;
        }
        List<ProcessHandle> all = tree(server).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        boolean gone = gone(shell, KILL_LIMIT);
        // what its children still hold – memory, ports – would keep it from being started again
        Poll.until(KILL_LIMIT, () -> all.stream().allMatch(LocalProcess::isDead));
        if (!gone) {
            throw new TestbedException("%s (pid %d) is still there %d s after SIGKILL"
                    .formatted(launch.name(), server.pid(), KILL_LIMIT.toSeconds()));
        }
    }

    @Override
    public void pause() {
        if (isRunning()) {
            signal("-STOP");
            paused = true;
        }
    }

    @Override
    public void resume() {
        if (isRunning() && paused) {
            signal("-CONT");
            paused = false;
        }
    }

    /** The server first, so that it starts no more children; of those, some may have ended by themselves by now. */
    private void signal(String signal) {
        if (server != null) {
            send(signal, Stream.of(server), "kill \"$@\"");
            send(signal, server.descendants(), "kill \"$@\" 2>/dev/null || true");
        }
    }

    private static void send(String signal, Stream<ProcessHandle> to, String script) {
        List<String> pids = to.map(process -> Long.toString(process.pid())).toList();
        if (!pids.isEmpty()) {
            Command.of("sh", "-c", script, "kill", signal).with(pids).run();
        }
    }

    private static Stream<ProcessHandle> tree(ProcessHandle root) {
        return Stream.concat(Stream.of(root), root.descendants());
    }

    /** Nobody may have asked yet how it ended: then it is still listed, without a program. */
    private static boolean isDead(ProcessHandle process) {
        return !process.isAlive() || process.info().command().isEmpty();
    }

    /** The shell ends right after the server; unlike a process that is no child of ours, it leaves no zombie. */
    @Override
    public boolean isRunning() {
        return shell != null && shell.isAlive();
    }

    @Override
    public void eraseData() {
        Folders.delete(launch.data());
        Folders.create(launch.data());
    }

    @Override
    public void dispose(boolean dataToo) {
        try {
            Files.deleteIfExists(pidFile);
        } catch (IOException failure) {
            throw new TestbedException("Could not delete " + pidFile, failure);
        }
    }

    @Override
    public String logTail() {
        return LogTail.of(log);
    }

    private static boolean gone(Process process, Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
