package io.penstock.launcher;

import io.penstock.launcher.console.ConsoleApi;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Cancels a replay. */
@Command(
        name = "cancel",
        description = {"Cancel a replay; what is not published yet becomes open again.", ""})
final class ReplayCancelCommand implements Callable<Integer> {
    @Mixin
    private ReplayAction action = new ReplayAction();

    @Override
    public Integer call() {
        return action.report(action.ask(ConsoleApi.of(System.getenv()), "cancel"));
    }
}
