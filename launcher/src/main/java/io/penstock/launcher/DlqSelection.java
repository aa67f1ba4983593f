package io.penstock.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.launcher.console.ConsoleApi;
import io.penstock.launcher.terminal.CommandFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a command is to change: dead letters by their ids or by a filter, and whether to ask first. */
final class DlqSelection {
    @Parameters(
            paramLabel = "ID",
            arity = "0..*",
            description = "Ids of dead letters; or else options of a filter, which mean all that they find.")
    private List<String> ids = new ArrayList<>();

    @Mixin
    private DlqFilter filter = new DlqFilter();

    @Option(names = "--why", paramLabel = "TEXT", description = "Reason, for the audit log.")
    private String why = "";

    @Mixin
    private Question question = new Question();

    @Mixin
    private OutputOption output = new OutputOption();

    /** Says how many it is about, asks, and does it. */
    int move(String verb, String path, String from) {
        ConsoleApi console = ConsoleApi.of(System.getenv());
        Map<String, String> parameters = filter.parameters();
        if (!ids.isEmpty() && !parameters.isEmpty()) {
            throw CommandFailure.usage("expected either ids or options of a filter, got both");
        }
        if (ids.isEmpty() && parameters.isEmpty()) {
            // an empty variable of a script must not mean all there are
            throw CommandFailure.usage("expected ids or options of a filter, got neither; --state=" + from
                    + " means all that are " + from);
        }
        if (!question.isAnswered()) {
            String count = ids.isEmpty() ? count(console, parameters, from) : Integer.toString(ids.size());
            question.ask(verb + " " + count + " dead letters");
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put(ids.isEmpty() ? "filter" : "ids", ids.isEmpty() ? parameters : ids);
        if (!why.isEmpty()) {
            body.put("reason", why);
        }
        return report(console.post(path, body));
    }

    private static String count(ConsoleApi console, Map<String, String> parameters, String from) {
        Map<String, String> query = new LinkedHashMap<>(parameters);
        query.put("state", from);
        return console.get("/dead-letters/count", query).path("text").asText();
    }

    private int report(JsonNode result) {
        if (output.isJson()) {
            System.out.println(result.toPrettyString());
        } else {
            String moved = result.path("moved").asText();
            System.out.println(moved + (moved.equals("1") ? " dead letter moved" : " dead letters moved"));
            result.path("refused")
                    .forEach(one -> System.out.println("  not " + one.path("id").asText() + ": "
                            + one.path("why").asText()));
        }
        return result.path("refused").isEmpty() ? 0 : 1;
    }
}
