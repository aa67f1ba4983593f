package io.penstock.console.schedule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of the schedules, in the order in which they were created.
 *
 * @param schedules  without their payloads
 * @param unreadable the ids of others that this console does not understand
 * @param next       after which id the next page begins, null if there is none
 */
public record SchedulePage(
        List<Schedule> schedules,
        List<String> unreadable,
        @Nullable String next) {
    static SchedulePage of(List<Stored> rows, int limit) {
        List<String> unreadable =
                Stored.unreadable(rows).stream().map(Stored::id).toList();
        return new SchedulePage(
                Stored.readable(rows),
                unreadable,
                rows.size() < limit ? null : rows.getLast().id());
    }
}
