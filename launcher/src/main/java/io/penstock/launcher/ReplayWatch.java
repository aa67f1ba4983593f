package io.penstock.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.launcher.console.ConsoleApi;
import io.penstock.launcher.terminal.ProgressBar;
import java.time.Duration;
import java.util.Set;

/** Follows a replay to its end. For one thread. */
final class ReplayWatch {
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final Set<String> OVER = Set.of("done", "cancelled", "stopped");

    private final ConsoleApi console;
    private final ReplayAction action;
    private final ProgressBar bar = ProgressBar.onStandardError();

    ReplayWatch(ConsoleApi console, ReplayAction action) {
        this.console = console;
        this.action = action;
    }

    /** Returns the exit code: 0 if it is done and all went well, 1 if not. */
    int toTheEnd() throws InterruptedException {
        JsonNode replay = action.look(console);
        draw(replay);
        while (!isOver(replay)) {
            Thread.sleep(LOOK_EVERY);
            replay = action.look(console);
            draw(replay);
        }
        bar.end();
        action.report(replay);
        return wentWell(replay) ? 0 : 1;
    }

    private static boolean isOver(JsonNode replay) {
        return OVER.contains(replay.path("state").asText()) && (!isDone(replay) || !awaitsOutcomes(replay));
    }

    private static boolean isDone(JsonNode replay) {
        return replay.path("state").asText().equals("done");
    }

    /** Without events a success is never told. */
    private static boolean awaitsOutcomes(JsonNode replay) {
        return replay.path("outcomes_from").asText().equals("events") && ReplayText.count(replay, "published") > 0;
    }

    private static boolean wentWell(JsonNode replay) {
        return isDone(replay)
                && ReplayText.count(replay, "failed_again") == 0
                && ReplayText.count(replay, "returned") == 0;
    }

    private void draw(JsonNode replay) {
        long all = replay.path("eligible").asLong();
        long left = ReplayText.count(replay, "pending")
                + (awaitsOutcomes(replay) ? ReplayText.count(replay, "published") : 0);
        bar.draw(all - left, all, replay.path("state").asText() + ": " + ReplayText.counts(replay));
    }
}
