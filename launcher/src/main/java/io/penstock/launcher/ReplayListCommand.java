package io.penstock.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.launcher.console.ConsoleApi;
import io.penstock.launcher.terminal.Columns;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists replays. */
@Command(
        name = "list",
        description = {"List replays, the newest first.", ""})
final class ReplayListCommand implements Callable<Integer> {
    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "Some of planned, running, paused, stopped, cancelled, done, separated by commas.")
    private String state = "";

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "How many at most, 1 to 100 (default: ${DEFAULT-VALUE}).")
    private int limit = 50;

    @Option(names = "--cursor", paramLabel = "TEXT", description = "Where the last page ended.")
    private String cursor = "";

    @Mixin
    private OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("state", state);
        query.put("cursor", cursor);
        query.values().removeIf(String::isEmpty);
        query.put("limit", Integer.toString(limit));
        JsonNode page = ConsoleApi.of(System.getenv()).get("/replays", query);
        if (output.isJson()) {
            System.out.println(page.toPrettyString());
        } else if (page.path("replays").isEmpty()) {
            System.out.println("No replays.");
        } else {
            print(page);
        }
        return 0;
    }

    private static void print(JsonNode page) {
        Columns columns = new Columns().row("replay", "kind", "state", "by", "created", "dead letters", "reason");
        page.path("replays")
                .forEach(replay -> columns.row(
                        replay.path("id").asText(),
                        replay.path("kind").asText(),
                        replay.path("state").asText(),
                        replay.path("created_by").asText("-"),
                        replay.path("created_at").asText(),
                        ReplayText.counts(replay),
                        DlqListCommand.cause("", replay.path("reason").asText(), "")));
        System.out.print(columns);
        if (page.has("next")) {
            System.out.println("  more: --cursor=" + page.path("next").asText());
        }
    }
}
