package io.penstock.console.http;

import io.penstock.console.replay.Planner;
import io.penstock.console.replay.ReplaySettings;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What callers say about replays. */
final class ReplayRequests {
    private static final int LONGEST_REASON = 500;
    /** Events tell of an outcome; without them only silence does, and there is no telling how long to listen. */
    private static final int WAIT_FOR_EVENTS = 300;

    private static final int WAIT_FOR_DEATHS = 60;

    private ReplayRequests() {}

    /** A replay to be; the fields of {@link ReplaySettings} that are absent are as usual. */
    public record NewReplay(
            @Nullable List<String> ids,
            @Nullable Map<String, String> filter,
            String reason,
            @Nullable Integer rate,
            @Nullable Integer canary,
            @Nullable Integer canaryWaitSeconds,
            @Nullable Integer stopAboveFailurePercent,
            @Nullable String targetQueue) {
        public NewReplay {
            var unusedSelection = new Selection(ids, filter, null);
            checkReason(reason);
            var unusedSettings = settings(
                    rate, canary == null ? 0 : canary, canaryWaitSeconds, stopAboveFailurePercent, targetQueue, true);
        }

        ReplaySettings settings(boolean byEvents) {
            return settings(
                    rate,
                    canary == null ? 0 : canary,
                    canaryWaitSeconds,
                    stopAboveFailurePercent,
                    targetQueue,
                    byEvents);
        }

        private static ReplaySettings settings(
                @Nullable Integer rate,
                int canary,
                @Nullable Integer wait,
                @Nullable Integer stopAbove,
                @Nullable String queue,
                boolean byEvents) {
            int usualWait = byEvents ? WAIT_FOR_EVENTS : WAIT_FOR_DEATHS;
            return new ReplaySettings(
                    rate == null ? ReplaySettings.USUAL_RATE : rate,
                    canary,
                    wait == null ? usualWait : wait,
                    stopAbove,
                    queue,
                    byEvents);
        }

        Planner.Selection selection() {
            var selection = new Selection(ids, filter, null);
            return ids == null
                    ? new Planner.Selection.Filter(selection.letterFilter())
                    : new Planner.Selection.Ids(selection.idNumbers());
        }
    }

    /** What shall be another way with a replay. */
    public record ReplayChange(Integer rate) {
        public ReplayChange {
            if (rate != null && (rate < 1 || rate > ReplaySettings.FASTEST)) {
                throw new IllegalArgumentException("rate: expected 1 to " + ReplaySettings.FASTEST + ", got " + rate);
            }
        }
    }

    static void checkQueue(@Nullable String queue) {
        if (queue != null && !ReplaySettings.isQueueOfJobs(queue)) {
            throw new IllegalArgumentException(ReplaySettings.EXPECTED_QUEUE);
        }
    }

    /** Absent reasons are found by whoever reads the request. */
    static void checkReason(@Nullable String reason) {
        if (reason != null && (reason.isBlank() || reason.length() > LONGEST_REASON || reason.indexOf('\0') >= 0)) {
            throw new IllegalArgumentException("reason: expected 1 to " + LONGEST_REASON + " characters");
        }
    }
}
