package io.penstock.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.launcher.console.ConsoleApi;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts a replay. */
@Command(
        name = "start",
        description = {"Start a replay that was planned.", ""},
        footer = {"", "Exit codes: as 'watch' with --watch; otherwise 0 started, 1 anything else, 2 usage."})
final class ReplayStartCommand implements Callable<Integer> {
    @Mixin
    private ReplayAction action = new ReplayAction();

    @Option(names = "--watch", description = "Then watch it, as 'watch' does.")
    private boolean watch;

    @Override
    public Integer call() throws InterruptedException {
        ConsoleApi console = ConsoleApi.of(System.getenv());
        JsonNode started = action.ask(console, "start");
        return watch ? new ReplayWatch(console, action).toTheEnd() : action.report(started);
    }
}
