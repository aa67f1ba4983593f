package io.penstock.launcher;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What operators see and do of schedules, through the console. */
@Command(
        name = "schedule",
        description = {"Have jobs run later or again and again, through the console.", ""},
        subcommands = {
            ScheduleListCommand.class,
            ScheduleShowCommand.class,
            ScheduleAddCommand.class,
            ScheduleActCommand.Cancel.class,
            ScheduleActCommand.Pause.class,
            ScheduleActCommand.Resume.class,
            ScheduleActCommand.RunNow.class
        },
        footer = {
            "",
            "Works with PENSTOCK_CONSOLE_URL (default: http://127.0.0.1:8080) and PENSTOCK_CONSOLE_TOKEN or"
                    + " PENSTOCK_CONSOLE_TOKEN_FILE.",
            "Exit codes: 0 done, 2 usage or configuration, 1 anything else."
        })
final class ScheduleCommand implements Runnable {
    @SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // picocli sets it
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "expected a subcommand: list, show, add, cancel, pause, resume or run-now");
    }
}
