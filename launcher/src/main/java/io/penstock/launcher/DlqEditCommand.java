package io.penstock.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.penstock.launcher.console.ConsoleApi;
import io.penstock.launcher.terminal.CommandFailure;
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
            "",
            "'./penstock dlq show ID --payload' gives the payload to start from. What is hidden in it, as [redacted], may stay"
                    + " where it is and keeps its value. What would change is shown before anything is published.",
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

    @Option(names = "--why", paramLabel = "TEXT", description = "Reason, for the audit log. Needed unless --check.")
    private @Nullable String why;

    @Option(names = "--check", description = "Show what would change and whether it fits, and publish nothing.")
    private boolean checkOnly;

    @Option(names = "--target-queue", paramLabel = "NAME", description = "Publish there instead of where it died.")
    private @Nullable String targetQueue;

    @Mixin
    private Question question = new Question();

    @Mixin
    private OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        if (why == null && !checkOnly) {
            throw CommandFailure.usage("expected --why=TEXT, or --check to see only what would change");
        }
        Map<String, Object> body = new LinkedHashMap<>();
        // as it was written: numbers keep their digits
        body.put("payload", new RawValue(new String(Payload.read(file), StandardCharsets.UTF_8)));
        if (targetQueue != null) {
            body.put("target_queue", targetQueue);
        }
        ConsoleApi console = ConsoleApi.of(System.getenv());
        String path = "/dead-letters/" + ConsoleApi.encode(id) + "/edit-and-replay";
        JsonNode possible = console.post(path + "/check", body);
        if (checkOnly) {
            print(
                    possible,
                    "nothing was published; the job would run on queue "
                            + possible.path("queue").asText());
            return 0;
        }
        if (!question.isAnswered()) {
            System.err.print(changes(possible));
            question.ask(
                    "publish a job on queue " + possible.path("queue").asText() + " in place of dead letter " + id);
        }
        body.put("reason", why);
        JsonNode edited = console.post(path, body);
        print(
                edited,
                "dead letter " + id + " is replaced by job "
                        + edited.path("job_id").asText() + "; see ./penstock dlq replay watch "
                        + edited.path("replay_id").asText());
        return 0;
    }

    private void print(JsonNode answer, String summary) {
        if (output.isJson()) {
            System.out.println(answer.toPrettyString());
        } else {
            System.out.println(summary);
            System.out.print(changes(answer));
        }
    }

    private static String changes(JsonNode answer) {
        StringBuilder text = new StringBuilder();
        answer.path("diff")
                .forEach(change -> text.append("  ")
                        .append(ReplayText.oneLine(change(change)))
                        .append('\n'));
        if (answer.path("diff").isEmpty()) {
            text.append("  the payload is as it was\n");
        }
        if (!answer.path("checked_against_schema").asBoolean()) {
            text.append("  the payload was not checked: its job type has no schema here\n");
        }
        return text.toString();
    }

    private static String change(JsonNode change) {
        String what = change.path("op").asText() + " " + change.path("path").asText();
        return change.has("value") ? what + " " + change.path("value") : what;
    }
}
