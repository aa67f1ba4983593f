package io.penstock.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.launcher.console.ConsoleApi;
import io.penstock.launcher.terminal.Columns;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists groups of dead letters that died of one cause. */
@Command(
        name = "groups",
        description = {"List groups of dead letters that died of one cause, the one seen last first.", ""})
final class DlqGroupsCommand implements Callable<Integer> {
    @Mixin
    private DlqFilter filter = new DlqFilter();

    @Mixin
    private OutputOption output = new OutputOption();

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "How many at most, 1 to 200 (default: ${DEFAULT-VALUE}).")
    private int limit = 50;

    @Override
    public Integer call() {
        Map<String, String> query = filter.parameters();
        query.put("limit", Integer.toString(limit));
        JsonNode page = ConsoleApi.of(System.getenv()).get("/dead-letters/groups", query);
        if (output.isJson()) {
            System.out.println(page.toPrettyString());
        } else if (page.path("groups").isEmpty()) {
            System.out.println("No groups.");
        } else {
            print(page.path("groups"));
        }
        return 0;
    }

    private static void print(JsonNode groups) {
        Columns columns = new Columns().row("group", "open", "queue", "type", "last seen", "cause");
        groups.forEach(group -> columns.row(
                group.path("fingerprint").asText(),
                group.at("/counts/open").asText("0"),
                group.at("/cause/queue").asText(),
                group.at("/cause/type").asText("-"),
                group.at("/seen/last").asText(),
                DlqListCommand.cause(
                        group.at("/cause/error_class").asText(""),
                        group.at("/cause/reason").asText(),
                        group.at("/cause/example").asText(""))));
        System.out.print(columns);
    }
}
