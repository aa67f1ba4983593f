package io.penstock.console.fleet;

import io.penstock.internal.fleet.WorkerReport;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workers that were heard of lately. Whoever may publish on the broker can claim to be one, so what is heard is bounded
 * in size and number, and is only ever shown. Thread-safe.
 */
public final class Workers {
    private static final Logger log = LoggerFactory.getLogger(Workers.class);
    private static final int LARGEST_REPORT = 512 * 1024;
    private static final int MOST_WORKERS = 5_000;
    private static final long MOST_BYTES = 64L * 1024 * 1024;
    private static final int MISSED_TO_BE_SILENT = 3;
    private static final int MISSED_TO_BE_GONE = 12;
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final Clock clock;
    private final Map<String, Heard> heard = new ConcurrentHashMap<>();

    /** A report, and how large it was. */
    private record Heard(WorkerReport report, Instant at, int bytes) {}

    /**
     * A worker.
     *
     * @param report the last that it said
     * @param heardAt when, by the console's clock
     * @param silent whether it should have said something since
     */
    public record Seen(WorkerReport report, Instant heardAt, boolean silent) {}

    public Workers(Clock clock) {
        this.clock = clock;
    }

    /** Takes note of what a worker said; of anything else, not. Does not throw. */
    public void hear(byte[] json) {
        try {
            if (json.length > LARGEST_REPORT) {
                throw new IOException("expected at most " + LARGEST_REPORT + " bytes, got " + json.length);
            }
            note(WorkerReport.read(json), json.length);
        } catch (IOException e) {
            log.debug("what was said on penstock.fleet is no report of a worker: {}", e.getMessage());
        }
    }

    private synchronized void note(WorkerReport report, int bytes) {
        if (report.state() == WorkerReport.State.STOPPED) {
            heard.remove(report.instance());
            return;
        }
        Heard before = heard.get(report.instance());
        long others = heard.values().stream().mapToLong(Heard::bytes).sum() - (before == null ? 0 : before.bytes());
        if ((before != null || heard.size() < MOST_WORKERS) && others + bytes <= MOST_BYTES) {
            heard.put(report.instance(), new Heard(report, clock.instant(), bytes));
        }
    }

    /** Those that are there, by host and process id; one that has been silent for long is forgotten. */
    public List<Seen> all() {
        Instant now = clock.instant();
        heard.values().removeIf(worker -> missed(worker, now) >= MISSED_TO_BE_GONE);
        return heard.values().stream()
                .map(worker -> new Seen(worker.report(), worker.at(), missed(worker, now) >= MISSED_TO_BE_SILENT))
                .sorted(Comparator.comparing((Seen worker) -> worker.report().host())
                        .thenComparingLong(worker -> worker.report().pid())
                        .thenComparing(worker -> worker.report().instance()))
                .toList();
    }

    /** How many reports are overdue. */
    private static long missed(Heard worker, Instant now) {
        long interval = Math.clamp(worker.report().intervalMillis(), SHORTEST.toMillis(), LONGEST.toMillis());
        return Duration.between(worker.at(), now).toMillis() / interval;
    }
}
