package io.penstock.launcher;

import io.penstock.client.StateClient;
import io.penstock.launcher.terminal.Columns;
import io.penstock.webhook.endpoint.EndpointDirectory;
import io.penstock.webhook.endpoint.EndpointDirectory.Known;
import io.penstock.webhook.endpoint.EndpointState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists endpoints. */
@Command(
        name = "endpoints",
        description = {"List the endpoints that workers have called in the last three months, and how they are.", ""})
final class WebhookEndpointsCommand implements Callable<Integer> {
    @Option(names = "--tenant", paramLabel = "TENANT", description = "Only this tenant's.")
    private String tenant = "";

    @Option(names = "--disabled", description = "Only those that are disabled.")
    private boolean disabled;

    @Mixin
    private OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        try (StateClient client = WebhookCommand.state(WebhookCommand.destination())) {
            List<Known> known = new EndpointDirectory(client.state())
                    .all().stream()
                            .filter(one -> tenant.isEmpty() || one.tenant().equals(tenant))
                            .filter(one -> !disabled || one.state().health().isDisabled())
                            .toList();
            print(known);
        }
        return 0;
    }

    private void print(List<Known> known) {
        if (output.isJson()) {
            OutputOption.printJson(Map.of(
                    "endpoints",
                    known.stream().map(WebhookEndpointsCommand::json).toList()));
            return;
        }
        Columns columns = new Columns().row("tenant", "endpoint", "state", "in flight", "mean ms", "last error");
        known.forEach(one -> columns.row(
                one.tenant(),
                one.endpoint(),
                word(one.state()),
                Integer.toString(one.state().running().size()),
                Long.toString(Math.round(one.state().meanMillis())),
                one.state().health().lastError()));
        System.out.print(columns);
    }

    private static Map<String, Object> json(Known one) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("tenant", one.tenant());
        json.put("endpoint", one.endpoint());
        json.put("state", word(one.state()));
        json.put("in_flight", one.state().running().size());
        json.put("mean_ms", Math.round(one.state().meanMillis()));
        json.put("last_success", time(one.state().health().lastSuccess()));
        json.put("last_failure", time(one.state().health().lastFailure()));
        json.put("failing_since", time(one.state().health().failingSince()));
        json.put("last_error", one.state().health().lastError());
        json.put("disabled_because", one.state().health().disabledBecause());
        return json;
    }

    private static String time(long millis) {
        return millis == 0
                ? ""
                : Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String word(EndpointState state) {
        long now = System.currentTimeMillis();
        if (state.health().isDisabled()) {
            return "disabled";
        }
        if (now < state.pausedUntil()) {
            return "paused until " + time(state.pausedUntil());
        }
        return state.circuit().openUntil() > 0
                ? "circuit open"
                : state.health().failingSince() > 0 ? "failing" : "works";
    }
}
