package io.penstock.launcher;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What other programs may rely on. */
@Command(
        name = "contract",
        description = {"What jobs, events and notifications look like: JSON Schemas and an AsyncAPI document.", ""},
        subcommands = ContractExportCommand.class)
final class ContractCommand implements Runnable {
    @SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // picocli sets it
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "expected a subcommand: export");
    }
}
