package io.penstock.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.launcher.console.ConsoleApi;
import io.penstock.launcher.terminal.CommandFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Plans a replay. */
@Command(
        name = "plan",
        description = {
            "Choose the dead letters of a replay, by ids or by options of a filter. Nothing is published before 'start'.",
            ""
        })
final class ReplayPlanCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "ID",
            arity = "0..*",
            description = "Ids of dead letters; none: all that the filter means.")
    private List<String> ids = new ArrayList<>();

    @Mixin
    private DlqFilter filter = new DlqFilter();

    @Option(names = "--why", paramLabel = "TEXT", required = true, description = "Reason, for the audit log.")
    private String why = "";

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "How many per second, 1 to 1000 (default: ${DEFAULT-VALUE}).")
    private int rate = 10;

    @Option(
            names = "--canary",
            paramLabel = "N",
            description = "Publish so many first and wait for their outcome; the rest only follows if none fails.")
    private @Nullable Integer canary;

    @Option(
            names = "--canary-wait",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "How long to wait for the canary's outcome, e.g. 5m.")
    private @Nullable Duration canaryWait;

    @Option(
            names = "--stop-above",
            paramLabel = "PERCENT",
            description = "Stop when more than this part of the known outcomes are failures.")
    private @Nullable Integer stopAbove;

    @Option(names = "--target-queue", paramLabel = "NAME", description = "Publish there instead of where they died.")
    private @Nullable String targetQueue;

    @Mixin
    private OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        JsonNode plan = ConsoleApi.of(System.getenv()).post("/replays", body());
        if (output.isJson()) {
            System.out.println(plan.toPrettyString());
        } else {
            System.out.print(ReplayText.describe(plan));
            System.out.println("Nothing has been published. Start it with: ./penstock dlq replay start "
                    + plan.path("id").asText());
        }
        return 0;
    }

    private Map<String, Object> body() {
        Map<String, String> parameters = filter.parameters();
        if (!ids.isEmpty() && !parameters.isEmpty()) {
            throw CommandFailure.usage("expected either ids or options of a filter, got both");
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put(ids.isEmpty() ? "filter" : "ids", ids.isEmpty() ? parameters : ids);
        body.put("reason", why);
        body.put("rate", rate);
        add(body, "canary", canary);
        add(body, "canary_wait_seconds", canaryWait == null ? null : canaryWait.toSeconds());
        add(body, "stop_above_failure_percent", stopAbove);
        add(body, "target_queue", targetQueue);
        return body;
    }

    private static void add(Map<String, Object> body, String name, @Nullable Object value) {
        if (value != null) {
            body.put(name, value);
        }
    }
}
