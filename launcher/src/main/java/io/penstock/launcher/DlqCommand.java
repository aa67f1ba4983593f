package io.penstock.launcher;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What operators see and do of dead letters, queues and workers, through the console. */
@Command(
        name = "dlq",
        description = {
            "Look at dead letters, replay, archive, restore and export them; look at queues and workers, and pause queues:"
                    + " all through the console.",
            ""
        },
        subcommands = {
            DlqGroupsCommand.class,
            DlqListCommand.class,
            DlqShowCommand.class,
            DlqArchiveCommand.class,
            DlqRestoreCommand.class,
            DlqExportCommand.class,
            DlqReplayCommand.class,
            DlqEditCommand.class,
            DlqQueuesCommand.class,
            DlqWorkersCommand.class,
            DlqPauseCommand.class,
            DlqResumeCommand.class,
            DlqAuditCommand.class
        },
        footer = {
            "",
            "Works with PENSTOCK_CONSOLE_URL (default: http://127.0.0.1:8080) and PENSTOCK_CONSOLE_TOKEN or"
                    + " PENSTOCK_CONSOLE_TOKEN_FILE.",
            "Exit codes: 0 done, 2 usage or configuration, 1 anything else."
        })
final class DlqCommand implements Runnable {
    @SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // picocli sets it
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "expected a subcommand: groups, list, show, replay, edit, archive, restore, export, queues, workers, pause,"
                        + " resume or audit");
    }
}
