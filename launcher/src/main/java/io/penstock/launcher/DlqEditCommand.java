package io.penstock.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.penstock.launcher.console.ConsoleApi;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Replays a dead letter with another payload. */
@Command(
        name = "edit",
        description = {
            "Publish a new job in place of a dead letter, with another payload. The dead letter is resolved then.",
            ""
        })
final class DlqEditCommand implements Callable<Integer> {
    @SuppressWarnings("NullAway.Init") // picocli sets it
    @Parameters(index = "0", paramLabel = "ID", description = "The dead letter's id.")
    private String id;

    @SuppressWarnings("NullAway.Init") // picocli sets it
    @Parameters(
            index = "1",
            paramLabel = "FILE",
            description = "The whole new payload, one JSON object; - reads standard input, and needs --yes.")
    private String file;

    @Option(names = "--why", paramLabel = "TEXT", required = true, description = "Reason, for the audit log.")
    private String why = "";

    @Option(names = "--target-queue", paramLabel = "NAME", description = "Publish there instead of where it died.")
    private @Nullable String targetQueue;

    @Mixin
    private Question question = new Question();

    @Mixin
    private OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        String payload = new String(Payload.read(file), StandardCharsets.UTF_8);
        ConsoleApi console = ConsoleApi.of(System.getenv());
        question.ask("replay dead letter " + id + " with the payload in " + file);
        Map<String, Object> body = new LinkedHashMap<>();
        // as it was written: numbers keep their digits
        body.put("payload", new RawValue(payload));
        body.put("reason", why);
        if (targetQueue != null) {
            body.put("target_queue", targetQueue);
        }
        print(console.post("/dead-letters/" + ConsoleApi.encode(id) + "/edit-and-replay", body));
        return 0;
    }

    private void print(JsonNode edited) {
        if (output.isJson()) {
            System.out.println(edited.toPrettyString());
            return;
        }
        System.out.println("dead letter " + id + " is replaced by job "
                + edited.path("job_id").asText() + "; see" + " ./penstock dlq replay watch "
                + edited.path("replay_id").asText());
        edited.path("diff")
                .forEach(change -> System.out.println("  " + change.path("op").asText() + " "
                        + change.path("path").asText()
                        + (change.has("value")
                                ? " " + ReplayText.oneLine(change.path("value").toString())
                                : "")));
        if (!edited.path("checked_against_schema").asBoolean()) {
            System.out.println("  the payload was not checked: its job type has no schema here");
        }
    }
}
