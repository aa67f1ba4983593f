package io.penstock.webhook.endpoint;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;

/**
 * A circuit breaker: opens for 30 s when 70 % of at least 10 calls of the last five minutes failed; then lets a few calls try,
 * and closes when three of them worked or opens again when one did not. Pure.
 *
 * @param openUntil 0 while it is closed; half open once that time is past
 * @param tried how many calls have worked since it is half open
 * @param opened how often it has opened since it was closed
 * @param slots the last five minutes, by half minutes
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Circuit(
        @JsonProperty("until") long openUntil,
        @JsonProperty("tried") int tried,
        @JsonProperty("opened") int opened,
        @JsonProperty("slots") List<Slot> slots) {

    static final Circuit CLOSED = new Circuit(0, 0, 0, List.of());
    static final int PROBES = 3;

    private static final long OPEN_MILLIS = 30_000;
    private static final long SLOT_MILLIS = 30_000;
    private static final int SLOTS = 10;
    private static final int FEWEST_CALLS = 10;
    private static final int TOO_MANY_PERCENT = 70;

    /** What happened in the half minute that {@code number} of them after 1970 began. */
    public record Slot(
            @JsonProperty("n") long number,
            @JsonProperty("c") int calls,
            @JsonProperty("f") int failures) {}

    boolean isHalfOpen(long now) {
        return openUntil > 0 && now >= openUntil;
    }

    boolean isOpen(long now) {
        return now < openUntil;
    }

    Circuit after(boolean worked, long now) {
        if (isOpen(now)) {
            return this; // a call that began before
        }
        if (isHalfOpen(now)) {
            return halfOpenAfter(worked, now);
        }
        List<Slot> counted = counted(worked, now / SLOT_MILLIS);
        int calls = counted.stream().mapToInt(Slot::calls).sum();
        int failures = counted.stream().mapToInt(Slot::failures).sum();
        boolean opens = !worked && calls >= FEWEST_CALLS && failures * 100L >= (long) calls * TOO_MANY_PERCENT;
        return opens ? open(now) : new Circuit(0, 0, 0, counted);
    }

    private Circuit halfOpenAfter(boolean worked, long now) {
        if (!worked) {
            return open(now);
        }
        return tried + 1 >= PROBES ? CLOSED : new Circuit(openUntil, tried + 1, opened, List.of());
    }

    private Circuit open(long now) {
        return new Circuit(now + OPEN_MILLIS, 0, opened + 1, List.of());
    }

    private List<Slot> counted(boolean worked, long number) {
        int failure = worked ? 0 : 1;
        List<Slot> counted = new ArrayList<>();
        slots.stream().filter(slot -> slot.number() > number - SLOTS).forEach(counted::add);
        Slot last = counted.isEmpty() ? null : counted.getLast();
        if (last != null && last.number() == number) {
            counted.set(counted.size() - 1, new Slot(number, last.calls() + 1, last.failures() + failure));
        } else {
            counted.add(new Slot(number, 1, failure));
        }
        return List.copyOf(counted);
    }
}
