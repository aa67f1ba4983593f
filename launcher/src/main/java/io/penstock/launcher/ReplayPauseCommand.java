package io.penstock.launcher;

import io.penstock.launcher.console.ConsoleApi;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Pauses a replay. */
@Command(
        name = "pause",
        description = {"Pause a replay that runs; what is under way ends.", ""})
final class ReplayPauseCommand implements Callable<Integer> {
    @Mixin
    private ReplayAction action = new ReplayAction();

    @Override
    public Integer call() {
        return action.report(action.ask(ConsoleApi.of(System.getenv()), "pause"));
    }
}
