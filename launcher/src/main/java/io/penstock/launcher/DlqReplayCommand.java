package io.penstock.launcher;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Replays: plans, and what becomes of them. */
@Command(
        name = "replay",
        description = {
            "Publish dead letters again: plan, look at the plan, start it, watch it.",
            "A plan is about the dead letters that there are when it is made; later ones never join it.",
            ""
        },
        subcommands = {
            ReplayPlanCommand.class,
            ReplayStartCommand.class,
            ReplayWatchCommand.class,
            ReplayListCommand.class,
            ReplayPauseCommand.class,
            ReplayResumeCommand.class,
            ReplayCancelCommand.class,
            ReplayRateCommand.class
        })
final class DlqReplayCommand implements Runnable {
    @SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // picocli sets it
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "expected a subcommand: plan, start, watch, list, pause, resume, cancel or rate");
    }
}
