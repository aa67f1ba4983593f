package io.penstock.testbed.internal.instance;

import io.penstock.testbed.TestbedException;
import io.penstock.testbed.internal.command.Command;
import io.penstock.testbed.internal.command.LogTail;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A server as a container, with its data in a named volume, and a shell that kills it when this JVM is gone.
 *
 * <p>Ports are mapped to fixed ports of the loopback interface, so that they stay the same over restarts.
 */
public final class Container implements Instance {
    private static final String WATCH = "trap '' HUP INT; while read -r _; do :; done; \"$1\" kill \"$2\"";

    private final Docker docker;
    private final String name;
    private final String dataFolder;
    private final List<String> options;
    private final List<String> imageAndCommand;
    private @Nullable Process watcher;

    /**
     * Prepares a container and removes an older one of the same name; its volume stays.
     *
     * @param name of container and volume
     * @param dataFolder where the volume appears inside
     * @param options further options of {@code docker run}
     * @param imageAndCommand what to run
     */
    public Container(
            Docker docker, String name, String dataFolder, List<String> options, List<String> imageAndCommand) {
        this.docker = docker;
        this.name = name;
        this.dataFolder = dataFolder;
        this.options = List.copyOf(options);
        this.imageAndCommand = List.copyOf(imageAndCommand);
        remove();
    }

    @Override
    public void start() {
        if (exists()) {
            docker.command("start", name).run();
        } else {
            List<String> words = new ArrayList<>(List.of("run", "--detach", "--name", name));
            words.addAll(List.of("--volume", name + ":" + dataFolder));
            words.addAll(options);
            words.addAll(imageAndCommand);
            docker.commandWithDownload(words).run();
        }
        watch();
    }

    private void watch() {
        if (watcher != null && watcher.isAlive()) {
            return;
        }
        try {
            watcher = new ProcessBuilder("sh", "-c", WATCH, "penstock-testbed", docker.client(), name)
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.DISCARD)
                    .start();
        } catch (IOException failure) {
            throw new TestbedException("Could not watch over the container " + name, failure);
        }
    }

    @Override
    public void stop() {
        if (isRunning()) {
            resume();
            docker.command("stop", "-t", "20", name).run();
        }
    }

    @Override
    public void kill() {
        if (isRunning()) {
            docker.command("kill", name).run();
        }
    }

    @Override
    public void pause() {
        if (isRunning() && !"true".equals(inspect("{{.State.Paused}}"))) {
            docker.command("pause", name).run();
        }
    }

    @Override
    public void resume() {
        if ("true".equals(inspect("{{.State.Paused}}"))) {
            docker.command("unpause", name).run();
        }
    }

    @Override
    public boolean isRunning() {
        return "true".equals(inspect("{{.State.Running}}"));
    }

    @Override
    public void eraseData() {
        remove();
        docker.command("volume", "rm", "--force", name).run();
    }

    @Override
    public void dispose(boolean dataToo) {
        remove();
        if (dataToo) {
            docker.command("volume", "rm", "--force", name).run();
        }
        if (watcher != null) {
            watcher.destroyForcibly();
        }
    }

    @Override
    public String logTail() {
        return exists()
                ? LogTail.of(docker.command("logs", "--tail", "25", name).run())
                : "(no container " + name + ")";
    }

    /** A command that runs inside. */
    public Command inside(List<String> words) {
        return docker.command("exec", name).with(words);
    }

    private String inspect(String what) {
        return exists()
                ? docker.command("inspect", "--format", what, name).run().strip()
                : "";
    }

    private boolean exists() {
        return docker.command("container", "inspect", name).succeeds();
    }

    private void remove() {
        if (exists()) {
            docker.command("rm", "--force", name).run();
        }
    }
}
