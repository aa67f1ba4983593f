package io.penstock.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.launcher.console.ConsoleApi;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What is done to a replay that exists. */
final class ReplayAction {
    @SuppressWarnings("NullAway.Init") // picocli sets it
    @Parameters(paramLabel = "REPLAY", description = "Its id, as 'plan' and 'list' print it.")
    private String id;

    @Mixin
    private Question question = new Question();

    @Mixin
    private OutputOption output = new OutputOption();

    String path() {
        return "/replays/" + ConsoleApi.encode(id);
    }

    boolean isJson() {
        return output.isJson();
    }

    /** Without its items. */
    JsonNode look(ConsoleApi console) {
        return console.get(path(), Map.of("limit", "0"));
    }

    /** Says what it is about, asks, and does it. */
    JsonNode ask(ConsoleApi console, String verb) {
        if (!question.isAnswered()) {
            JsonNode replay = look(console);
            question.ask(verb + " replay " + id + " ("
                    + ReplayText.oneLine(replay.path("reason").asText()) + "), of "
                    + ReplayText.count(replay, "pending") + " dead letters that are not published yet");
        }
        return console.post(path() + "/" + verb);
    }

    int report(JsonNode replay) {
        System.out.println(
                isJson() ? replay.toPrettyString() : ReplayText.describe(replay).stripTrailing());
        return 0;
    }
}
