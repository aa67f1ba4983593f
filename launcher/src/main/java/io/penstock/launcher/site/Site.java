package io.penstock.launcher.site;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Servers and a worker that one process started on this machine, as told to other processes by {@link SiteFile}.
 * Immutable.
 *
 * @param owner the process that started the others, and stops them when it gets SIGTERM
 * @param worker the worker process
 * @param servers everything else that runs below the owner
 * @param addresses where they listen
 */
public record Site(RunningProcess owner, RunningProcess worker, List<RunningProcess> servers, Addresses addresses) {
    private static final Duration KILL_LIMIT = Duration.ofSeconds(10);

    public Site {
        servers = List.copyOf(servers);
    }

    /** True while the owner lives. The worker or a server may have died nevertheless. */
    public boolean isUp() {
        return owner.find().isPresent();
    }

    /** True while the worker process lives; says nothing about its health. */
    public boolean workerIsAlive() {
        return worker.find().isPresent();
    }

    public long ownerPid() {
        return owner.pid();
    }

    public long workerPid() {
        return worker.pid();
    }

    /** True if {@code process} is the owner. */
    public boolean isOwnedBy(ProcessHandle process) {
        return owner.find().equals(Optional.of(process));
    }

    /**
     * Asks the owner to stop everything and waits for it; then kills what is left, if it is still what was started.
     *
     * @return the names of processes that had to be killed
     */
    public List<String> stop(Duration patience) {
        owner.find().ifPresent(process -> {
            process.destroy();
            awaitEnd(owner, patience);
        });
        List<String> killed = new ArrayList<>();
        Stream.concat(Stream.of(owner, worker), servers.stream())
                .forEach(recorded -> recorded.find().ifPresent(process -> {
                    process.destroyForcibly();
                    awaitEnd(recorded, KILL_LIMIT);
                    killed.add(recorded.role() + " (pid " + recorded.pid() + ")");
                }));
        return killed;
    }

    private static void awaitEnd(RunningProcess process, Duration limit) {
        Patience.until(limit, process::find, Optional::isEmpty);
    }
}
