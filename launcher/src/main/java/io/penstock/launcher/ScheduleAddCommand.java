package io.penstock.launcher;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.penstock.launcher.console.ConsoleApi;
import io.penstock.launcher.terminal.CommandFailure;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Adds a schedule. */
@Command(
        name = "add",
        description = {"Have a job run once, or again and again, and print the schedule's id.", ""},
        footer = {
            "",
            "Examples:",
            "  ./penstock schedule add pdfs report.json --name=nightly --cron='0 2 * * *' --zone=Europe/Berlin",
            "  ./penstock schedule add emails mail.json --at=2030-01-31T08:00:00Z"
        })
final class ScheduleAddCommand implements Callable<Integer> {
    /** Numbers keep their digits. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    @Parameters(paramLabel = "QUEUE", description = "Name of the job's queue, e.g. emails.")
    private String queue = "";

    @Parameters(paramLabel = "FILE", description = "The job's payload, one JSON object; - reads standard input.")
    private String file = "";

    @Option(names = "--name", paramLabel = "NAME", description = "Unique name by which commands may call it.")
    private @Nullable String name;

    @Option(names = "--type", paramLabel = "TYPE", description = "Job type; the queue's default type if not given.")
    private @Nullable String type;

    @Option(names = "--tenant", paramLabel = "TENANT", description = "Tenant on whose behalf the job runs.")
    private @Nullable String tenant;

    @Option(names = "--user", paramLabel = "USER", description = "Who is notified of the job's end.")
    private @Nullable String user;

    @Option(
            names = "--max-attempts",
            paramLabel = "N",
            description = "After how many failed attempts the job is dead-lettered.")
    private @Nullable Integer maxAttempts;

    @Mixin
    private ScheduleTiming timing = new ScheduleTiming();

    @Mixin
    private OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("queue", queue);
        body.put("payload", payload());
        put(body, "name", name);
        put(body, "type", type);
        put(body, "tenant", tenant);
        put(body, "user", user);
        put(body, "max_attempts", maxAttempts);
        timing.putInto(body);
        JsonNode created = ConsoleApi.of(System.getenv()).post("/schedules", body);
        if (created.has("warning")) {
            System.err.println("warning: " + created.path("warning").asText());
        }
        System.out.println(
                output.isJson() ? created.toPrettyString() : created.path("id").asText());
        return 0;
    }

    private JsonNode payload() {
        try {
            return JSON.readTree(Payload.read(file));
        } catch (IOException e) {
            throw CommandFailure.usage(file + ": expected one JSON object");
        }
    }

    static void put(Map<String, Object> body, String name, @Nullable Object value) {
        if (value != null) {
            body.put(name, value instanceof Instant instant ? instant.toString() : value);
        }
    }
}
