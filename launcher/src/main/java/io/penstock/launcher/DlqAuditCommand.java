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

/** Shows who did or was refused what. */
@Command(
        name = "audit",
        description = {"Show who did or was refused what in the console, the newest first. For administrators.", ""})
final class DlqAuditCommand implements Callable<Integer> {
    @Option(names = "--actor", paramLabel = "NAME", description = "Name of the user or token.")
    private String actor = "";

    @Option(names = "--action", paramLabel = "NAME", description = "E.g. dead_letters.archive.")
    private String action = "";

    @Option(names = "--outcome", paramLabel = "WORD", description = "begun, done, refused or failed.")
    private String outcome = "";

    @Option(names = "--since", paramLabel = "INSTANT", description = "Then or later, e.g. 2026-11-25T10:00:00Z.")
    private String since = "";

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "How many at most, 1 to 500 (default: ${DEFAULT-VALUE}).")
    private int limit = 50;

    @Mixin
    private OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("actor", actor);
        query.put("action", action);
        query.put("outcome", outcome);
        query.put("since", since);
        query.values().removeIf(String::isEmpty);
        query.put("limit", Integer.toString(limit));
        JsonNode page = ConsoleApi.of(System.getenv()).get("/audit", query);
        if (output.isJson()) {
            System.out.println(page.toPrettyString());
        } else {
            print(page.path("entries"));
        }
        return 0;
    }

    private static void print(JsonNode entries) {
        Columns columns = new Columns().row("at", "who", "from", "action", "outcome", "target", "details");
        entries.forEach(entry -> columns.row(
                entry.path("at").asText(),
                entry.at("/actor/name").asText(entry.at("/actor/kind").asText()),
                entry.at("/actor/address").asText(),
                entry.path("action").asText(),
                entry.path("outcome").asText(),
                entry.path("target").asText("-"),
                DlqListCommand.cause("", entry.path("details").toString(), "")));
        System.out.print(columns);
    }
}
