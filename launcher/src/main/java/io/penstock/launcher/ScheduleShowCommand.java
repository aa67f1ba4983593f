package io.penstock.launcher;

import io.penstock.launcher.console.ConsoleApi;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows everything known of a schedule. */
@Command(
        name = "show",
        description = {"Show a schedule as JSON: its next five times, its last run, its payload, redacted.", ""})
final class ScheduleShowCommand implements Callable<Integer> {
    @Mixin
    private ScheduleChoice choice = new ScheduleChoice();

    @Override
    public Integer call() {
        ConsoleApi console = ConsoleApi.of(System.getenv());
        System.out.println(console.get(choice.path(console), Map.of()).toPrettyString());
        return 0;
    }
}
