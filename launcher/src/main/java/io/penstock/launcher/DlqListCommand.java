package io.penstock.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.launcher.console.ConsoleApi;
import io.penstock.launcher.terminal.Columns;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists dead letters. */
@Command(
        name = "list",
        description = {"List dead letters, the newest first.", ""})
final class DlqListCommand implements Callable<Integer> {
    private static final int LONGEST_CAUSE = 80;

    @Mixin
    private DlqFilter filter = new DlqFilter();

    @Mixin
    private OutputOption output = new OutputOption();

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "How many at most, 1 to 500 (default: ${DEFAULT-VALUE}).")
    private int limit = 50;

    @Option(names = "--cursor", paramLabel = "TEXT", description = "Where the last page ended.")
    private String cursor = "";

    @Override
    public Integer call() {
        Map<String, String> query = filter.parameters();
        query.put("limit", Integer.toString(limit));
        if (!cursor.isEmpty()) {
            query.put("cursor", cursor);
        }
        JsonNode page = ConsoleApi.of(System.getenv()).get("/dead-letters", query);
        if (output.isJson()) {
            System.out.println(page.toPrettyString());
        } else if (page.path("dead_letters").isEmpty()) {
            System.out.println("No dead letters.");
        } else {
            print(page);
        }
        return 0;
    }

    private static void print(JsonNode page) {
        Columns columns = new Columns().row("id", "died at", "queue", "type", "job", "state", "cause");
        page.path("dead_letters")
                .forEach(letter -> columns.row(
                        letter.path("id").asText(),
                        letter.at("/death/at").asText(),
                        letter.at("/job/queue").asText(),
                        letter.at("/job/type").asText("-"),
                        letter.at("/job/id").asText("-"),
                        letter.at("/status/state").asText(),
                        cause(
                                letter.at("/death/error_class").asText(""),
                                letter.at("/death/reason").asText(),
                                letter.at("/death/error_message").asText(""))));
        System.out.print(columns);
        if (page.has("next")) {
            System.out.println("  more: --cursor=" + page.path("next").asText());
        }
    }

    /** One line, whatever a job's error says. */
    static String cause(String errorClass, String reason, String message) {
        String what = errorClass.isEmpty() ? reason : errorClass.substring(errorClass.lastIndexOf('.') + 1);
        String line = (what + (message.isEmpty() ? "" : ": " + message))
                .replaceAll("[\\s\\p{Cntrl}]+", " ")
                .strip();
        return line.length() <= LONGEST_CAUSE ? line : line.substring(0, LONGEST_CAUSE - 1) + "…";
    }
}
