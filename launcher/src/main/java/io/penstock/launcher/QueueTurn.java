package io.penstock.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.launcher.console.ConsoleApi;
import io.penstock.launcher.terminal.CommandFailure;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What pausing and resuming a queue have in common. */
final class QueueTurn {
    @SuppressWarnings("NullAway.Init") // picocli sets it
    @Parameters(paramLabel = "QUEUE", description = "The queue's name.")
    private String queue;

    @Option(names = "--why", paramLabel = "TEXT", required = true, description = "Reason, for the audit log.")
    private String why = "";

    @Mixin
    private Question question = new Question();

    @Mixin
    private OutputOption output = new OutputOption();

    int make(String verb) {
        ConsoleApi console = ConsoleApi.of(System.getenv());
        if (!question.isAnswered()) {
            question.ask(verb + " queue " + queue + ", where " + waiting(console) + " jobs wait");
        }
        JsonNode state = console.post("/queues/" + ConsoleApi.encode(queue) + "/" + verb, Map.of("reason", why));
        if (output.isJson()) {
            System.out.println(state.toPrettyString());
        } else {
            System.out.println("queue " + queue + (state.path("paused").asBoolean() ? " is paused" : " is open"));
        }
        return 0;
    }

    private String waiting(ConsoleApi console) {
        for (JsonNode one : console.get("/queues", Map.of()).path("queues")) {
            if (one.path("queue").asText().equals(queue)) {
                return one.at("/depth/ready").asText("?");
            }
        }
        throw CommandFailure.failed(
                "the console knows no queue " + queue + "; './penstock dlq queues' lists those it knows");
    }
}
