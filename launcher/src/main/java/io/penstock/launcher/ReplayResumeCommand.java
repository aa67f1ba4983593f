package io.penstock.launcher;

import io.penstock.launcher.console.ConsoleApi;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Resumes a replay. */
@Command(
        name = "resume",
        description = {"Let a replay that was paused, or stopped by itself, go on.", ""})
final class ReplayResumeCommand implements Callable<Integer> {
    @Mixin
    private ReplayAction action = new ReplayAction();

    @Override
    public Integer call() {
        return action.report(action.ask(ConsoleApi.of(System.getenv()), "resume"));
    }
}
