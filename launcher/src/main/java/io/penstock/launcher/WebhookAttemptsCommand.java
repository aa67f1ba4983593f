package io.penstock.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.launcher.terminal.Columns;
import io.penstock.launcher.terminal.CommandFailure;
import io.penstock.launcher.webhook.AttemptLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what became of each attempt of a job. */
@Command(
        name = "attempts",
        description = {"Show each attempt to deliver a job, as topic jobs.events remembers it.", ""})
final class WebhookAttemptsCommand implements Callable<Integer> {
    @SuppressWarnings("NullAway.Init") // picocli sets it
    @Parameters(paramLabel = "JOB", description = "The job's id.")
    private String job;

    @Option(
            names = "--since",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "How far to look back, e.g. 30m, 12h (default: 7d).")
    private Duration since = Duration.ofDays(7);

    @Mixin
    private OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        String kafka = WebhookCommand.destination()
                .kafka()
                .orElseThrow(
                        () -> CommandFailure.usage("KAFKA_BOOTSTRAP_SERVERS: expected the workers' Kafka, got none"));
        List<JsonNode> attempts = new AttemptLog(kafka).of(job, Instant.now().minus(since));
        if (output.isJson()) {
            OutputOption.printJson(Map.of("job", job, "attempts", attempts));
        } else if (attempts.isEmpty()) {
            System.out.println("No attempts of job " + job + " in that time.");
        } else {
            print(attempts);
        }
        return 0;
    }

    private static void print(List<JsonNode> attempts) {
        Columns columns = new Columns().row("attempt", "at", "status", "ms", "address", "what happened");
        attempts.forEach(attempt -> columns.row(
                attempt.path("attempt").asText(),
                attempt.path("at").asText(),
                attempt.path("status").asText(),
                attempt.path("duration_ms").asText(),
                attempt.path("address").asText(),
                what(attempt)));
        System.out.print(columns);
    }

    private static String what(JsonNode attempt) {
        String text = attempt.has("message")
                ? attempt.path("message").asText()
                : attempt.path("response").asText();
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() <= 80 ? line : line.substring(0, 79) + "…";
    }
}
