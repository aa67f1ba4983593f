package io.penstock.launcher;

import io.penstock.launcher.terminal.CommandFailure;
import io.penstock.testbed.TestbedException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/** Entry point of the launcher. Exit codes: 0 done, 2 usage or configuration, 1 anything else. */
@Command(
        name = "./penstock",
        description = "Background jobs on RabbitMQ. Start with the demo.",
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            WorkerCommand.class,
            EnqueueCommand.class,
            TortureCommand.class,
            WebhookCommand.class,
            ConsoleCommand.class,
            DlqCommand.class,
            ContractCommand.class,
            ScheduleCommand.class,
            ClassPathCommand.class
        })
public final class Main {
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help and exit.")
    private boolean help;

    Main() {}

    /** Runs one command and exits with its code. */
    public static void main(String[] arguments) {
        // those that run as processes of their own set up their own logging
        boolean isProcess = arguments.length > 0 && (arguments[0].equals("worker") || arguments[0].equals("console"));
        if (!isProcess) {
            System.setProperty("logback.configurationFile", "io/penstock/launcher/logback.xml");
        }
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setUsageHelpWidth(100)
                .setParameterExceptionHandler(Main::explainUsage)
                .setExecutionExceptionHandler(Main::explainFailure);
    }

    private static int explainUsage(ParameterException error, String[] arguments) {
        CommandLine command = error.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println(name + ": " + error.getMessage());
        command.getErr().println("See " + name + " --help");
        return 2;
    }

    /** An exception that is none of ours is a defect and keeps its stack trace. */
    private static int explainFailure(Exception error, CommandLine command, ParseResult arguments) throws Exception {
        if (error instanceof CommandFailure failure) {
            return complain(command, String.valueOf(failure.getMessage()), failure.exitCode());
        }
        if (error instanceof TestbedException) {
            return complain(command, String.valueOf(error.getMessage()), 1);
        }
        throw error;
    }

    private static int complain(CommandLine command, String message, int exitCode) {
        command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + message);
        return exitCode;
    }
}
