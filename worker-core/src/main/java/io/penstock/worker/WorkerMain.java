package io.penstock.worker;

import io.penstock.internal.amqp.TopologyConflictException;
import io.penstock.internal.config.ConfigException;
import io.penstock.internal.config.Redactor;
import io.penstock.internal.config.WorkerSettings;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The worker process: consumes queues until it is told to stop. */
public final class WorkerMain {
    private static final Logger log = LoggerFactory.getLogger(WorkerMain.class);
    private static final int CLEAN = 0;
    private static final int ANYTHING_ELSE = 1;
    private static final int USAGE = 2;
    private static final int NO_BROKER = 3;

    private static final String HELP = """
            Usage: worker [--queues a,b] [--NAME=value ...] [--print-config]

            Consumes job queues and runs the plug-ins found on the class path and in the plug-in folder.
            Every setting is an environment variable, a key in a file (--config=FILE, .properties or .yaml)
            or a flag (--http-port is not short for anything: write --penstock-http-port=8082).

              --queues a,b      the queues to consume; default: those of all plug-ins found
              --config FILE     configuration file
              --print-config    print every setting with its effective value and source, then exit
              --version         print the version, then exit
              --help            this text

            Exit codes: 0 clean, 2 usage or configuration, 3 RabbitMQ not reachable at start, 1 anything else.
            SIGTERM drains: running jobs may finish within PENSTOCK_SHUTDOWN_GRACE. A second SIGTERM stops at once.
            """;

    private WorkerMain() {}

    public static void main(String[] arguments) {
        int code = run(List.of(arguments), System.getenv());
        System.out.flush();
        // plug-ins may have left threads behind that are no daemons
        System.exit(code);
    }

    /** Runs until a signal; returns the exit code. */
    static int run(List<String> arguments, Map<String, String> environment) {
        if (arguments.contains("--help") || arguments.contains("-h")) {
            System.out.print(HELP);
            return CLEAN;
        }
        if (arguments.contains("--version")) {
            System.out.println("penstock worker " + Identity.version());
            return CLEAN;
        }
        try {
            List<String> flags = arguments.stream()
                    .filter(argument -> !argument.equals("--print-config"))
                    .map(WorkerMain::spelledOut)
                    .toList();
            WorkerConfig worker = WorkerConfig.read(flags, environment);
            if (arguments.contains("--print-config")) {
                System.out.print(worker.print());
                return CLEAN;
            }
            Redactor redactor = worker.redactor();
            Logging.configure(
                    worker.config().get(WorkerSettings.LOG_FORMAT),
                    worker.config().get(WorkerSettings.LOG_LEVEL),
                    redactor);
            worker.warnings().forEach(log::warn);
            return serveOrSay(worker, redactor);
        } catch (ConfigException e) {
            return fail(USAGE, String.valueOf(e.getMessage()));
        }
    }

    /** Says why it ended if it did not end well. Libraries like to repeat URLs, so secrets are masked here too. */
    private static int serveOrSay(WorkerConfig worker, Redactor redactor) {
        try {
            return serve(worker);
        } catch (ConfigException | TopologyConflictException | IllegalArgumentException e) {
            return fail(USAGE, redactor.mask(String.valueOf(e.getMessage())));
        } catch (BrokerUnreachableException e) {
            return fail(NO_BROKER, redactor.mask(String.valueOf(e.getMessage())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return fail(ANYTHING_ELSE, "interrupted");
        } catch (Exception e) {
            return fail(ANYTHING_ELSE, redactor.mask(e.toString()));
        }
    }

    private static String spelledOut(String flag) {
        return flag.equals("--config") || flag.startsWith("--config=") ? "--penstock-" + flag.substring(2) : flag;
    }

    private static int serve(WorkerConfig worker) throws Exception {
        Signals signals = Signals.catchThem();
        try (WorkerProcess process = open(worker)) {
            signals.start(process::start);
            signals.await();
            process.drain();
        }
        return CLEAN;
    }

    private static WorkerProcess open(WorkerConfig worker) throws IOException {
        try {
            return new WorkerProcess(worker);
        } catch (java.net.BindException e) {
            throw new ConfigException("PENSTOCK_HTTP_PORT: expected a free port, got "
                    + worker.config().get(WorkerSettings.HTTP_PORT) + ", which is in use");
        }
    }

    private static int fail(int code, String message) {
        System.err.println("penstock worker: " + message);
        return code;
    }
}
