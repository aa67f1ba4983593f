package io.penstock.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.launcher.console.ConsoleApi;
import io.penstock.launcher.site.Patience;
import io.penstock.launcher.terminal.Columns;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The demo's replay: the warehouse opens, and the dead letters of queue demo are published again. One completes, the other fails
 * again, as its cause is not mended.
 *
 * @param console the console, which has collected the dead letters or is about to
 * @param warehouse the file that is there while the warehouse is open
 * @param out where it is shown
 */
record SecondChance(ConsoleApi console, Path warehouse, PrintStream out) {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String QUEUE = "demo";
    private static final int DEAD_LETTERS = 2;

    List<Check> run() {
        new Exhibition(out).heading("Replay, through the console");
        List<Check> checks = new ArrayList<>();
        int collected = Patience.until(LIMIT, this::collected, found -> found == DEAD_LETTERS);
        checks.add(new Check("the console has collected the dead letters of queue demo", collected == DEAD_LETTERS));
        open();
        JsonNode plan = console.post(
                "/replays",
                Map.of("filter", Map.of("queue", QUEUE), "reason", "the warehouse is open again", "rate", 100));
        String path = "/replays/" + plan.path("id").asText();
        console.post(path + "/start");
        JsonNode replay = Patience.until(LIMIT, () -> console.get(path, Map.of()), SecondChance::isOver);
        Map<String, String> states = show(replay);
        checks.add(new Check(
                Scenes.CLOSED + " completes when it is replayed", "succeeded".equals(states.get(Scenes.CLOSED))));
        checks.add(new Check(
                Scenes.REFUSED + " fails again when it is replayed",
                "failed_again".equals(states.get(Scenes.REFUSED))));
        return checks;
    }

    private int collected() {
        return console.get("/dead-letters", Map.of("queue", QUEUE, "state", "open"))
                .path("dead_letters")
                .size();
    }

    private void open() {
        try {
            Files.createFile(warehouse);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOver(JsonNode replay) {
        JsonNode counts = replay.path("counts");
        return replay.path("state").asText().equals("done")
                && counts.path("pending").asInt() + counts.path("published").asInt() == 0;
    }

    /** Returns the state of each item by its job's id. */
    private Map<String, String> show(JsonNode replay) {
        Map<String, String> states = new HashMap<>();
        Columns columns = new Columns()
                .row("replay", replay.path("id").asText())
                .row("reason", replay.path("reason").asText())
                .row("state", replay.path("state").asText());
        replay.path("items").forEach(item -> {
            states.put(item.path("job_id").asText(), item.path("state").asText());
            columns.row(
                    item.path("job_id").asText(), item.path("state").asText().replace('_', ' '));
        });
        out.print(columns);
        return states;
    }
}
