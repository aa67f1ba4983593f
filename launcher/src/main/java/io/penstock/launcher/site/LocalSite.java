package io.penstock.launcher.site;

import io.penstock.launcher.terminal.CommandFailure;
import io.penstock.testbed.ReceivedMail;
import io.penstock.testbed.Testbed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * RabbitMQ, Redis, Kafka, an SMTP server and one worker with every plug-in on the class path, run by this process; and a console
 * if somebody wants one.
 *
 * <p>{@link #start} on one thread; {@link #close} on any, also while starting, as Ctrl-C does. The servers die with
 * this process, however it dies; a worker that outlives it is ended by the next claim of the folder.
 */
public final class LocalSite implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final SiteFolder folder;
    private final SiteFile file;
    private final Consumer<String> announce;
    private @Nullable Testbed servers;
    private @Nullable ServiceProcess worker;
    private @Nullable ServiceProcess console;
    private boolean closed;

    /** Nothing runs yet. {@code announce} is told what is about to be started or installed. */
    public LocalSite(SiteFolder folder, Consumer<String> announce) {
        this.folder = folder;
        this.file = new SiteFile(folder.path());
        this.announce = announce;
    }

    /**
     * What the worker gets besides the addresses.
     *
     * @param environment its environment variables
     * @param plugins folders or jars searched for plug-ins besides the class path
     */
    public record WorkerSetup(Map<String, String> environment, List<Path> plugins) {}

    /** From now on everything is stopped when this process ends in an orderly way: exit, Ctrl-C, SIGTERM. */
    public void closeAtExit() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop the site"));
    }

    /** Starts everything and returns when the worker consumes its queues. Once only. */
    public Addresses start(boolean allowInstall, WorkerSetup setup) {
        Testbed started = keep(Testbed.builder()
                .dataFolder(folder.path().resolve("servers"))
                .rabbitMq()
                .redis()
                .kafka()
                .smtp()
                .allowInstall(allowInstall)
                .announce(announce)
                .start());
        announce.accept("Starting a worker");
        Map<String, String> environment = new HashMap<>(setup.environment());
        environment.putAll(addresses(started, "").settings());
        ServiceProcess launched = launchWorker(environment, setup.plugins());
        launched.awaitReady(START_LIMIT);
        Addresses addresses = addresses(started, launched.url());
        write(launched, addresses);
        return addresses;
    }

    /**
     * Starts a console for what {@link #start} started, and returns when it answers. Once only.
     *
     * @param environment its environment variables, besides the addresses
     * @return its URL
     */
    public String startConsole(Addresses addresses, Map<String, String> environment) {
        announce.accept("Starting the console");
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(addresses.consoleSettings());
        all.put("PENSTOCK_CONSOLE_DATA", folder.path().resolve("console").toString());
        ServiceProcess launched = launchConsole(all);
        write(runningWorker(), addresses);
        launched.awaitReady(START_LIMIT);
        return launched.url();
    }

    private void write(ServiceProcess launched, Addresses addresses) {
        file.write(new Site(
                RunningProcess.of("launcher", ProcessHandle.current()),
                launched.running(),
                below(launched),
                addresses));
    }

    /** The mails that the SMTP server accepted. */
    public List<ReceivedMail> mails() {
        return running().smtp().messages();
    }

    /** Stops console and worker, then the servers. Harmless if repeated. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (console != null) {
            console.close();
        }
        if (worker != null) {
            worker.close();
        }
        if (servers != null) {
            servers.close();
        }
        file.delete();
        folder.close();
    }

    private void stop() {
        announce.accept("Stopping everything");
        close();
    }

    private synchronized Testbed running() {
        if (servers == null) {
            throw new IllegalStateException("the site was not started");
        }
        return servers;
    }

    private synchronized ServiceProcess runningWorker() {
        if (worker == null) {
            throw new IllegalStateException("the site was not started");
        }
        return worker;
    }

    private synchronized ServiceProcess launchConsole(Map<String, String> environment) {
        refuseIfClosed();
        console = ServiceProcess.start(
                ServiceProcess.Kind.CONSOLE,
                environment,
                List.of(),
                folder.path().resolve("console.log"));
        return console;
    }

    private synchronized Testbed keep(Testbed started) {
        servers = started;
        refuseIfClosed();
        return started;
    }

    private synchronized ServiceProcess launchWorker(Map<String, String> environment, List<Path> plugins) {
        refuseIfClosed();
        worker = ServiceProcess.start(
                ServiceProcess.Kind.WORKER, environment, plugins, folder.path().resolve("worker.log"));
        return worker;
    }

    /** Whoever closed it while it was starting has ended all that there was by then. */
    private void refuseIfClosed() {
        if (closed) {
            if (servers != null) {
                servers.close();
            }
            throw CommandFailure.failed("stopped while starting");
        }
    }

    private static List<RunningProcess> below(ServiceProcess worker) {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.pid() != worker.running().pid())
                .map(process -> RunningProcess.of("server", process))
                .toList();
    }

    private static Addresses addresses(Testbed servers, String worker) {
        return new Addresses(
                servers.rabbitMq().url(),
                servers.rabbitMq().managementUrl(),
                servers.redis().url(),
                servers.kafka().bootstrapServers(),
                servers.smtp().url(),
                worker);
    }
}
