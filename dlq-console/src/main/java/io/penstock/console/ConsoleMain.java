package io.penstock.console;

import io.penstock.internal.config.ConfigException;
import io.penstock.internal.config.Redactor;
import io.penstock.internal.config.WorkerSettings;
import io.penstock.worker.BrokerUnreachableException;
import io.penstock.worker.Identity;
import io.penstock.worker.Logging;
import io.penstock.worker.Signals;
import java.io.PrintStream;
import java.net.BindException;
import java.util.List;
import java.util.Map;

/** The console process: collects dead letters and serves the API until it is told to stop. */
public final class ConsoleMain {
    private static final int CLEAN = 0;
    private static final int ANYTHING_ELSE = 1;
    private static final int USAGE = 2;
    private static final int NO_BROKER = 3;

    private static final String HELP = """
            Usage: console [--NAME=value ...] [--print-config]

            Collects dead letters from the queues <queue>.dlq and serves the API that shows and archives them.
            Every setting is an environment variable, a key in a file (--config=FILE, .properties or .yaml)
            or a flag (--penstock-console-port=8090).

              --config FILE     configuration file
              --print-config    print every setting with its effective value and source, then exit
              --version         print the version, then exit
              --help            this text

            The first start prints an administrator's token, once.
            Exit codes: 0 clean, 2 usage or configuration, 3 RabbitMQ not reachable at start, 1 anything else.
            SIGTERM drains. A second SIGTERM stops at once.
            """;

    private ConsoleMain() {}

    public static void main(String[] arguments) {
        int code = run(List.of(arguments), System.getenv());
        System.out.flush();
        System.exit(code);
    }

    /** Runs until a signal; returns the exit code. */
    static int run(List<String> arguments, Map<String, String> environment) {
        if (arguments.contains("--help") || arguments.contains("-h")) {
            System.out.print(HELP);
            return CLEAN;
        }
        if (arguments.contains("--version")) {
            System.out.println("penstock console " + Identity.version());
            return CLEAN;
        }
        try {
            List<String> flags = arguments.stream()
                    .filter(argument -> !argument.equals("--print-config"))
                    .map(ConsoleMain::spelledOut)
                    .toList();
            ConsoleConfig console = ConsoleConfig.read(flags, environment);
            if (arguments.contains("--print-config")) {
                System.out.print(console.print());
                return CLEAN;
            }
            return serveOrSay(console);
        } catch (ConfigException e) {
            return fail(USAGE, String.valueOf(e.getMessage()));
        }
    }

    private static String spelledOut(String flag) {
        return flag.equals("--config") || flag.startsWith("--config=") ? "--penstock-" + flag.substring(2) : flag;
    }

    /** Says why it ended if it did not end well. Libraries like to repeat URLs, so secrets are masked here too. */
    private static int serveOrSay(ConsoleConfig console) {
        Redactor redactor = console.redactor();
        Logging.configure(
                console.config().get(WorkerSettings.LOG_FORMAT),
                console.config().get(WorkerSettings.LOG_LEVEL),
                redactor);
        try {
            return serve(console);
        } catch (ConfigException | IllegalArgumentException e) {
            return fail(USAGE, redactor.mask(String.valueOf(e.getMessage())));
        } catch (BrokerUnreachableException e) {
            return fail(NO_BROKER, redactor.mask(String.valueOf(e.getMessage())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return fail(ANYTHING_ELSE, "interrupted");
        } catch (Exception e) {
            return fail(isPortTaken(e) ? USAGE : ANYTHING_ELSE, redactor.mask(explain(e)));
        }
    }

    private static boolean isPortTaken(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return true;
            }
        }
        return false;
    }

    private static String explain(Exception failure) {
        return isPortTaken(failure)
                ? "PENSTOCK_CONSOLE_PORT: expected a free port, got one that is in use"
                : failure.toString();
    }

    private static int serve(ConsoleConfig console) throws Exception {
        Signals signals = Signals.catchThem();
        PrintStream out = System.out;
        try (ConsoleProcess process = new ConsoleProcess(console, out)) {
            signals.start(process::start);
            signals.await();
            process.drain();
        }
        return CLEAN;
    }

    private static int fail(int code, String message) {
        System.err.println("penstock console: " + message);
        return code;
    }
}
