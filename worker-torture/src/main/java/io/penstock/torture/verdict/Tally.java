package io.penstock.torture.verdict;

import io.penstock.torture.evidence.Event;
import io.penstock.torture.evidence.Evidence;
import io.penstock.torture.recorder.Entry;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** Adds up what was found. For one thread. */
final class Tally {
    static final String CONFIRMED = "confirmed by the broker";
    static final String MAYBE = "sent, not confirmed";
    static final String MAYBE_SEEN = "of these seen";
    static final String DONE = "done";
    static final String DEAD = "dead-lettered with the expected reason";
    static final String REFUSED = "effects refused by the fence";
    static final String UNFENCED = "effects without a fencing token";
    static final String REPEATED = "effects more than once";
    static final String DOUBLE_EVENTS = "events told again under the same id";
    static final String TOLD_TWICE = "ends told under another id after a repetition";
    static final String NOTIFICATIONS = "notifications";
    static final String NOTIFICATIONS_AGAIN = "notifications told again";
    static final String NOTIFICATIONS_LOST = "notifications lost with the data of Redis";

    private final Map<String, Long> counts = new LinkedHashMap<>();
    private final Map<String, Integer> repeatedAfter = new TreeMap<>();
    private final Map<Finding, List<String>> findings = new EnumMap<>(Finding.class);

    Tally() {
        for (String name : List.of(
                CONFIRMED,
                MAYBE,
                MAYBE_SEEN,
                DONE,
                DEAD,
                REPEATED,
                REFUSED,
                UNFENCED,
                DOUBLE_EVENTS,
                TOLD_TWICE,
                NOTIFICATIONS,
                NOTIFICATIONS_AGAIN,
                NOTIFICATIONS_LOST)) {
            counts.put(name, 0L);
        }
    }

    void count(String name) {
        count(name, 1);
    }

    void count(String name, long more) {
        counts.merge(name, more, Long::sum);
    }

    void repeatedAfter(String cause) {
        repeatedAfter.merge(cause, 1, Integer::sum);
    }

    void found(Finding finding, String what) {
        findings.computeIfAbsent(finding, kind -> new ArrayList<>()).add(what);
    }

    Report report(Guarantee guarantee, Evidence evidence) {
        long[] done = done(evidence);
        LongSummaryStatistics ends = evidence.events().stream()
                .filter(event -> event.end() != null)
                .mapToLong(Event::at)
                .summaryStatistics();
        double seconds = ends.getCount() == 0 ? 0 : (ends.getMax() - ends.getMin()) / 1e3;
        long ended = counts.getOrDefault(DONE, 0L) + counts.getOrDefault(DEAD, 0L);
        return new Report(
                guarantee,
                counts,
                repeatedAfter,
                findings,
                Recovery.of(evidence.incidents(), done),
                seconds,
                seconds == 0 ? 0 : ended / seconds);
    }

    private static long[] done(Evidence evidence) {
        LongStream moments = evidence.recorded()
                ? evidence.entries().stream()
                        .filter(entry -> entry.what() == Entry.What.DONE)
                        .mapToLong(Entry::at)
                : evidence.events().stream()
                        .filter(event -> event.end() == Event.End.COMPLETED)
                        .mapToLong(Event::at);
        return moments.toArray();
    }
}
