package io.penstock.torture.verdict;

import io.penstock.torture.evidence.Event;
import io.penstock.torture.recorder.Entry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is known of one job. For one thread. */
final class History {
    final List<Entry> begun = new ArrayList<>(1);
    final List<Entry> effects = new ArrayList<>(1);
    final List<Entry> refused = new ArrayList<>(0);
    final List<Event> ends = new ArrayList<>(1);
    final List<Event> notifications = new ArrayList<>(0);
    final List<String> deadReasons = new ArrayList<>(0);

    /** Whether anything shows that it reached a queue. */
    boolean isSeen() {
        return !(begun.isEmpty()
                && effects.isEmpty()
                && refused.isEmpty()
                && ends.isEmpty()
                && notifications.isEmpty()
                && deadReasons.isEmpty());
    }

    boolean isTold(Event.End end) {
        return ends.stream().anyMatch(event -> event.end() == end);
    }

    /** Different ids of events that tell of an end. */
    Set<String> idsOfEnds() {
        Set<String> ids = HashSet.newHashSet(ends.size());
        ends.forEach(event -> ids.add(event.id()));
        return ids;
    }

    /** When its first execution began; when its effect happened first if nobody told of that. */
    long firstBegun() {
        return begun.isEmpty() ? effects.getFirst().at() : begun.getFirst().at();
    }

    /** The worker processes that ran it, up to {@code until}. */
    Set<Long> workersUntil(long until) {
        Set<Long> pids = new HashSet<>();
        begun.stream().filter(entry -> entry.at() <= until).forEach(entry -> pids.add(entry.pid()));
        effects.stream().filter(entry -> entry.at() <= until).forEach(entry -> pids.add(entry.pid()));
        return pids;
    }
}
