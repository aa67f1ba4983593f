package io.penstock.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** A replay in words. */
final class ReplayText {
    private ReplayText() {}

    /** Everything that somebody who is about to start it wants to know; several lines. */
    static String describe(JsonNode replay) {
        StringBuilder text = new StringBuilder(line(replay)).append(System.lineSeparator());
        replay.path("ineligible_reasons")
                .properties()
                .forEach(reason -> add(
                        text,
                        "not part of it",
                        reason.getValue().asText() + " " + reason.getKey().replace('_', ' ')));
        replay.path("warnings").forEach(warning -> add(text, "note", oneLine(warning.asText())));
        if (replay.has("why")) {
            add(text, "why", oneLine(replay.path("why").asText()));
        }
        return text.toString();
    }

    private static void add(StringBuilder text, String what, String content) {
        text.append("  ").append(what).append(": ").append(content).append(System.lineSeparator());
    }

    /** One line. */
    static String line(JsonNode replay) {
        return "replay " + replay.path("id").asText() + " ("
                + oneLine(replay.path("reason").asText()) + ") is "
                + replay.path("state").asText() + ": " + counts(replay);
    }

    /** How many items are in which state, those that are in none left out. */
    static String counts(JsonNode replay) {
        List<String> parts = new ArrayList<>();
        replay.path("counts").properties().forEach(count -> {
            if (count.getValue().asLong() > 0 && !count.getKey().equals("ineligible")) {
                parts.add(count.getValue().asText() + " " + count.getKey().replace('_', ' '));
            }
        });
        return parts.isEmpty() ? "no dead letters" : String.join(", ", parts);
    }

    static long count(JsonNode replay, String state) {
        return replay.path("counts").path(state).asLong();
    }

    /** Reasons are written by people, and shown on terminals. */
    static String oneLine(String text) {
        return text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    }
}
