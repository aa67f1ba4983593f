package io.penstock.console.replay;

import java.util.EnumMap;
import java.util.Map;

/**
 * How many items of a replay are in which state.
 *
 * @param byState states that none is in may be missing
 */
public record Counts(Map<ItemState, Integer> byState) {

    /** Copies its argument. */
    public Counts {
        byState = byState.isEmpty() ? Map.of() : new EnumMap<>(byState);
    }

    /** How many are in this state. */
    public int in(ItemState state) {
        return byState.getOrDefault(state, 0);
    }

    /** How many there are to publish, published or not. */
    public int eligible() {
        return byState.values().stream().mapToInt(Integer::intValue).sum() - in(ItemState.INELIGIBLE);
    }

    /** How many are to be published, or on their way. */
    public int left() {
        return in(ItemState.PENDING) + in(ItemState.PUBLISHING);
    }

    /** How many are known to have gone wrong. */
    int failed() {
        return in(ItemState.FAILED_AGAIN) + in(ItemState.RETURNED);
    }

    /** How many have an outcome. */
    int known() {
        return failed() + in(ItemState.SUCCEEDED);
    }

    /** How many the broker has, or had no place for. */
    int sent() {
        return known() + in(ItemState.PUBLISHED);
    }
}
