package io.penstock.testbed.internal.instance;

import io.penstock.testbed.internal.command.Command;
import java.time.Duration;
import java.util.List;

/**
 * The container engine, by way of its command-line client.
 *
 * @param client the client program
 */
public record Docker(String client) {
    private static final Duration QUICK = Duration.ofSeconds(5);
    private static final Duration WITH_DOWNLOAD = Duration.ofMinutes(10);

    /** Whether an engine answers within 5 seconds. */
    public boolean engineRuns() {
        return command("info").within(QUICK).succeeds();
    }

    /** A client command, to be run. */
    public Command command(String... words) {
        return Command.of(client).with(List.of(words));
    }

    /** A client command that may have to download an image first. */
    Command commandWithDownload(List<String> words) {
        return Command.of(client).with(words).within(WITH_DOWNLOAD);
    }
}
