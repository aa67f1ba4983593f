package io.penstock.launcher;

import io.penstock.launcher.console.ConsoleApi;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Watches a replay. */
@Command(
        name = "watch",
        description = {
            "Watch a replay until it is over: everything published and, where the console hears of outcomes through Kafka,"
                    + " every outcome known; or cancelled, or stopped.",
            ""
        },
        footer = {
            "",
            "Exit codes: 0 done and nothing failed or was returned, 1 something was, or it was cancelled or stopped, 2 usage."
        })
final class ReplayWatchCommand implements Callable<Integer> {
    @Mixin
    private ReplayAction action = new ReplayAction();

    @Override
    public Integer call() throws InterruptedException {
        return new ReplayWatch(ConsoleApi.of(System.getenv()), action).toTheEnd();
    }
}
