package io.penstock.console.http;

import io.penstock.console.replay.Counts;
import io.penstock.console.replay.ItemState;
import io.penstock.console.replay.Replay;
import io.penstock.console.replay.ReplayItem;
import io.penstock.console.replay.ReplaySettings;
import io.penstock.console.replay.ReplayState;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Replays as the API shows them. */
final class ReplayViews {
    private ReplayViews() {}

    /** How a replay goes about it. */
    record ReplayPace(
            int rate,
            @Nullable Integer canary,
            @Nullable Integer canaryWaitSeconds,
            @Nullable Integer stopAboveFailurePercent,
            @Nullable String targetQueue) {
        static ReplayPace of(ReplaySettings settings) {
            boolean canary = settings.canary() > 0;
            return new ReplayPace(
                    settings.rate(),
                    canary ? settings.canary() : null,
                    canary ? settings.canaryWait() : null,
                    settings.stopAbove(),
                    settings.targetQueue());
        }
    }

    /** One dead letter of a replay. */
    record ReplayItemView(
            String deadLetterId,
            String jobId,
            String state,
            @Nullable String reason,
            @Nullable String text,
            @Nullable Instant publishedAt,
            @Nullable Instant endedAt,
            @Nullable String failedAs) {
        static ReplayItemView of(ReplayItem item) {
            return new ReplayItemView(
                    Long.toString(item.deadLetterId()),
                    item.jobId(),
                    item.state().word(),
                    item.reason(),
                    item.text(),
                    item.publishedAt(),
                    item.endedAt(),
                    item.failedAs() == null ? null : Long.toString(item.failedAs()));
        }
    }

    /** A replay, with a page of its items where they were asked for. */
    record ReplayView(
            String id,
            ReplayState state,
            Replay.Kind kind,
            String reason,
            String createdBy,
            Instant createdAt,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            ReplayPace settings,
            Map<String, Integer> counts,
            int eligible,
            Map<String, Integer> ineligibleReasons,
            String outcomesFrom,
            List<String> warnings,
            @Nullable String why,
            @Nullable List<ReplayItemView> items,
            @Nullable String next) {
        static ReplayView of(
                Replay replay,
                Counts counts,
                Map<String, Integer> ineligible,
                @Nullable List<ReplayItem> items,
                int limit) {
            return new ReplayView(
                    replay.id(),
                    replay.progress().state(),
                    replay.kind(),
                    replay.origin().reason(),
                    replay.origin().by(),
                    replay.origin().at(),
                    replay.progress().startedAt(),
                    replay.progress().endedAt(),
                    ReplayPace.of(replay.settings()),
                    words(counts),
                    counts.eligible(),
                    ineligible,
                    replay.settings().byEvents() ? "events" : "dead_letters",
                    replay.warnings(),
                    replay.progress().why(),
                    items == null
                            ? null
                            : items.stream().map(ReplayItemView::of).toList(),
                    next(items, limit));
        }

        private static @Nullable String next(@Nullable List<ReplayItem> items, int limit) {
            return items == null || limit == 0 || items.size() < limit
                    ? null
                    : Long.toString(items.getLast().deadLetterId());
        }

        private static Map<String, Integer> words(Counts counts) {
            Map<String, Integer> words = new LinkedHashMap<>();
            for (ItemState state : ItemState.values()) {
                words.merge(state.word(), counts.in(state), Integer::sum);
            }
            return words;
        }
    }

    /** Replays, the newest first; {@code next} is the cursor of the next page, absent on the last one. */
    record ReplayList(List<ReplayView> replays, @Nullable String next) {}
}
