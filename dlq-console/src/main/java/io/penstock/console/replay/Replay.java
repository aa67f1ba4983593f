package io.penstock.console.replay;

import io.penstock.console.letter.LetterState;
import io.penstock.console.letter.TenantScope;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A selection of dead letters that is, was or will be published again.
 *
 * @param id       random, 14 letters and digits; what the jobs carry as {@code penstock-replay-id}
 * @param kind     whether jobs are published as they were
 * @param origin   who wanted it
 * @param settings how it goes about it
 * @param progress where it is
 * @param warnings what was worth a thought when it was planned, sentences for people
 */
public record Replay(
        String id, Kind kind, Origin origin, ReplaySettings settings, Progress progress, List<String> warnings) {

    /** Copies its arguments. */
    public Replay {
        warnings = List.copyOf(warnings);
    }

    /** What it publishes. */
    public enum Kind {
        /** The jobs as they were. */
        REPLAY,
        /** One job, edited by hand. */
        EDIT;

        /** What a dead letter is when its job was published. */
        LetterState afterwards() {
            return this == REPLAY ? LetterState.REPLAYED : LetterState.RESOLVED;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Who wanted it.
     *
     * @param by     name of the user or token
     * @param reason why, 1 to 500 characters
     * @param at     when it was planned
     * @param scope  whose dead letters it may touch
     */
    public record Origin(String by, String reason, Instant at, TenantScope scope) {}

    /**
     * Where it is.
     *
     * @param state     the state
     * @param startedAt null before the start
     * @param endedAt   null before its end
     * @param why       why it is paused, stopped or waiting, a sentence for people; null if there is nothing to say
     */
    public record Progress(
            ReplayState state,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable String why) {}
}
