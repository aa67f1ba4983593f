package io.penstock.torture.verdict;

import io.penstock.torture.fault.Incident;
import io.penstock.torture.plan.Fault;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the fault that explains a repetition, if the guarantee names one. Immutable. */
final class Attribution {
    /** Clients need a moment to notice that a server is back. */
    private static final long AFTERMATH_MILLIS = 5_000;

    static final String SENT_AGAIN = "sent-again";

    private final Guarantee guarantee;
    private final List<Incident> incidents;

    Attribution(Guarantee guarantee, List<Incident> incidents) {
        this.guarantee = guarantee;
        this.incidents = List.copyOf(incidents);
    }

    /**
     * The name of what explains that something happened once more at {@code until} after the job was first begun at {@code
     * from}: what befell one of its own workers, else what befell all; the latest of several.
     */
    Optional<String> cause(long from, long until, Set<Long> workers, boolean sentAgain) {
        List<Incident> meanwhile = incidents.stream()
                .filter(incident -> incident.overlaps(from - AFTERMATH_MILLIS, until))
                .sorted(Comparator.comparingLong(Incident::start).reversed())
                .toList();
        return meanwhile.stream()
                .filter(incident -> workers.contains(incident.pid()) && guarantee.allowsForItsWorker(incident.fault()))
                .findFirst()
                .or(() -> meanwhile.stream()
                        .filter(incident -> guarantee.allowsForAll(incident.fault()))
                        .findFirst())
                .map(incident -> incident.fault().word())
                .or(() -> Optional.of(SENT_AGAIN).filter(word -> sentAgain && guarantee.allowsAfterSendingAgain()));
    }

    /** Whether a notification of a job that ended at {@code at} may have been lost with Redis's data. */
    boolean mayBeLostWithRedis(long at) {
        return incidents.stream()
                .anyMatch(incident -> incident.fault() == Fault.REDIS_LOSS && incident.end() + AFTERMATH_MILLIS >= at);
    }
}
