package io.penstock.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.launcher.console.ConsoleApi;
import io.penstock.launcher.terminal.Columns;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists queues. */
@Command(
        name = "queues",
        description = {
            "List queues: what waits in them, how fast they move, whether they are paused, and what may cost jobs.",
            "",
            "'?' stands for what nobody can say; rates, age and findings need RABBITMQ_MANAGEMENT_URL at the console.",
            ""
        })
final class DlqQueuesCommand implements Callable<Integer> {
    private static final String UNKNOWN = "?";

    @Mixin
    private OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        JsonNode list = ConsoleApi.of(System.getenv()).get("/queues", Map.of());
        if (output.isJson()) {
            System.out.println(list.toPrettyString());
        } else if (list.path("queues").isEmpty()) {
            System.out.println("No queues.");
        } else {
            print(list.path("queues"));
        }
        return 0;
    }

    private static void print(JsonNode queues) {
        Columns columns = new Columns()
                .row(
                        "queue",
                        "ready",
                        "held",
                        "suspects",
                        "dead",
                        "in/s",
                        "done/s",
                        "oldest",
                        "workers",
                        "busy",
                        "could use",
                        "state");
        queues.forEach(queue -> columns.row(
                queue.path("queue").asText(),
                known(queue.at("/depth/ready"), ""),
                known(queue.at("/depth/unacked"), ""),
                known(queue.at("/depth/suspects"), ""),
                known(queue.at("/depth/dead_letters_open/text"), ""),
                known(queue.at("/rates_per_second/published"), ""),
                known(queue.at("/rates_per_second/acknowledged"), ""),
                known(queue.path("oldest_age_seconds"), " s"),
                queue.at("/workers/workers").asText(),
                queue.at("/workers/busy").asText() + "/"
                        + queue.at("/workers/slots").asText(),
                known(queue.path("desired_replicas"), ""),
                state(queue)));
        System.out.print(columns);
        queues.forEach(queue -> queue.path("findings")
                .forEach(finding ->
                        System.out.println("  ! " + finding.path("queue").asText() + ": "
                                + finding.path("text").asText())));
    }

    private static String known(JsonNode value, String unit) {
        return value.isMissingNode() ? UNKNOWN : value.asText() + unit;
    }

    private static String state(JsonNode queue) {
        if (!queue.path("exists").asBoolean()) {
            return "does not exist";
        }
        if (!queue.path("paused").asBoolean()) {
            return "open";
        }
        JsonNode pause = queue.path("pause");
        return pause.isMissingNode()
                ? "paused"
                : "paused by " + pause.path("by").asText() + " at "
                        + pause.path("at").asText() + ": "
                        + DlqListCommand.cause("", pause.path("reason").asText(), "");
    }
}
