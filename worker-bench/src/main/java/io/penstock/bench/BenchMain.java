package io.penstock.bench;

import io.penstock.bench.run.BenchException;
import io.penstock.testbed.TestbedException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Entry point of {@code ./penstock bench}. Exit codes: 0 measured, 2 usage, 1 anything else. */
public final class BenchMain {
    private BenchMain() {}

    /** Runs the benchmark and exits. */
    public static void main(String[] arguments) {
        System.setProperty("logback.configurationFile", "io/penstock/bench/logback.xml");
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new BenchCommand())
                .setUsageHelpWidth(100)
                .setParameterExceptionHandler(BenchMain::explainUsage)
                .setExecutionExceptionHandler(BenchMain::explainFailure);
    }

    private static int explainUsage(ParameterException error, String[] arguments) {
        error.getCommandLine().getErr().println("./penstock bench: " + error.getMessage());
        error.getCommandLine().getErr().println("See ./penstock bench --help");
        return 2;
    }

    /** An exception that is none of ours is a defect and keeps its stack trace. */
    private static int explainFailure(Exception error, CommandLine command, ParseResult arguments) throws Exception {
        if (error instanceof BenchException || error instanceof TestbedException) {
            command.getErr().println("./penstock bench: " + error.getMessage());
            return 1;
        }
        throw error;
    }
}
