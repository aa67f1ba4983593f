package io.penstock.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.launcher.terminal.CommandFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a command is to change: dead letters by their ids or by a filter, and whether to ask first. */
final class DlqSelection {
    @Parameters(
            paramLabel = "ID",
            arity = "0..*",
            description = "Ids of dead letters; none: all that the filter means.")
    private List<String> ids = new ArrayList<>();

    @Mixin
    private DlqFilter filter = new DlqFilter();

    @Option(names = "--why", paramLabel = "TEXT", description = "Reason, for the audit log.")
    private String why = "";

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Mixin
    private OutputOption output = new OutputOption();

    /** Says how many it is about, asks, and does it. */
    int move(String verb, String path, String from) {
        ConsoleApi console = ConsoleApi.of(System.getenv());
        Map<String, String> parameters = filter.parameters();
        if (!ids.isEmpty() && !parameters.isEmpty()) {
            throw CommandFailure.usage("expected either ids or options of a filter, got both");
        }
        if (!yes) {
            confirm(verb, ids.isEmpty() ? count(console, parameters, from) : Integer.toString(ids.size()));
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

    private static void confirm(String verb, String count) {
        System.err.print(verb + " " + count + " dead letters? [y/N] ");
        String answer = readLine();
        if (answer == null) {
            throw CommandFailure.usage(
                    "expected --yes where nobody can be asked; this would " + verb + " " + count + " dead letters");
        }
        if (!answer.strip().equalsIgnoreCase("y")) {
            throw CommandFailure.failed("nothing was changed");
        }
    }

    private static @Nullable String readLine() {
        try {
            return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        } catch (IOException e) {
            return null;
        }
    }

    private int report(JsonNode result) {
        if (output.isJson()) {
            System.out.println(result.toPrettyString());
        } else {
            System.out.println(result.path("moved").asText() + " dead letters moved");
            result.path("refused")
                    .forEach(one -> System.out.println("  not " + one.path("id").asText() + ": "
                            + one.path("why").asText()));
        }
        return result.path("refused").isEmpty() ? 0 : 1;
    }
}
