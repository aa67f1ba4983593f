package io.penstock.spi.state;

import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Small pieces of state, and lines to wait in, that all workers at the same Redis share. Without Redis, and while it is away,
 * each process has its own: what is kept here may make work fairer or calmer, never right. Safe to use from any thread; each
 * call takes about one round trip, at worst two seconds, and never fails for want of Redis.
 */
public interface SharedState {

    /** Whether there is a Redis to share it by. It may be away. */
    boolean isShared();

    /**
     * Changes a value as if nobody else did at the same time.
     *
     * @param key short, with the plug-in's name in front of it
     * @param keep how long the value outlives this change, at least a second
     * @param form how it is written where it is shared; always the same for a key
     * @param change gets the value, null if there is none; a pure function, since it is called again if others were faster
     * @return what {@code change} answered
     */
    <T, R> R update(String key, Duration keep, Form<T> form, Function<@Nullable T, Change<T, R>> change);

    /** All values whose keys begin with {@code prefix}, by key; looks at every key, so for people and not for each job. */
    Map<String, String> find(String prefix);

    /**
     * Joins a line, or says again that one is still in it.
     *
     * @param line like a key
     * @param member who joins, e.g. a job's id
     * @param order where: by the order of these texts, first those that sort first; what was given first stays
     * @param keep after this time without a word the member counts as gone
     * @return how many are before it: 0 for the head
     */
    long join(String line, String member, String order, Duration keep);

    /** Leaves a line; nothing happens if it is not in it. */
    void leave(String line, String member);

    /**
     * What becomes of a value.
     *
     * @param value the new one, immutable; null for none
     * @param answer for whoever asked for the change
     */
    record Change<T, R>(@Nullable T value, R answer) {}

    /**
     * How values of a kind are written.
     *
     * @param <T> immutable values
     */
    interface Form<T> {
        /** Texts as they are. */
        Form<String> TEXT = new Form<>() {
            @Override
            public String read(String text) {
                return text;
            }

            @Override
            public String write(String value) {
                return value;
            }
        };

        /** The value that {@link #write} has written, perhaps in another version: must not fail. */
        T read(String text);

        /** Not empty. */
        String write(T value);
    }
}
