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

/** Lists schedules. */
@Command(
        name = "list",
        description = {"List schedules, in the order in which they were created.", ""})
final class ScheduleListCommand implements Callable<Integer> {
    @Option(names = "--name", paramLabel = "NAME", description = "Of this name.")
    private String name = "";

    @Option(names = "--queue", paramLabel = "NAME", description = "Whose job goes to this queue.")
    private String queue = "";

    @Option(names = "--tenant", paramLabel = "ID", description = "Tenant.")
    private String tenant = "";

    @Option(names = "--state", paramLabel = "STATE", description = "active, paused or done.")
    private String state = "";

    @Option(names = "--kind", paramLabel = "KIND", description = "once, every or cron.")
    private String kind = "";

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "How many at most, 1 to 500 (default: ${DEFAULT-VALUE}).")
    private int limit = 50;

    @Option(names = "--cursor", paramLabel = "TEXT", description = "Where the last page ended.")
    private String cursor = "";

    @Mixin
    private OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("name", name);
        query.put("queue", queue);
        query.put("tenant", tenant);
        query.put("state", state);
        query.put("kind", kind);
        query.put("cursor", cursor);
        query.values().removeIf(String::isEmpty);
        query.put("limit", Integer.toString(limit));
        JsonNode page = ConsoleApi.of(System.getenv()).get("/schedules", query);
        if (output.isJson()) {
            System.out.println(page.toPrettyString());
        } else if (page.path("schedules").isEmpty()) {
            System.out.println("No schedules.");
        } else {
            print(page);
        }
        return 0;
    }

    private static void print(JsonNode page) {
        Columns columns = new Columns().row("id", "name", "queue", "state", "when", "next", "runs", "last error");
        page.path("schedules")
                .forEach(schedule -> columns.row(
                        schedule.path("id").asText(),
                        schedule.path("name").asText("-"),
                        schedule.at("/job/queue").asText(),
                        schedule.at("/status/state").asText(),
                        when(schedule.path("timing")),
                        schedule.at("/status/due_at").asText("-"),
                        schedule.at("/status/runs").asText(),
                        DlqListCommand.cause(
                                "", schedule.at("/status/last_error").asText("-"), "")));
        System.out.print(columns);
        if (page.has("next")) {
            System.out.println("  more: --cursor=" + page.path("next").asText());
        }
    }

    private static String when(JsonNode timing) {
        if (timing.has("cron")) {
            return timing.path("cron").asText() + " " + timing.path("zone").asText();
        }
        return timing.has("every") ? "every " + timing.path("every").asText() : "once";
    }
}
