package io.penstock.worker;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.Outcome;
import io.penstock.spi.HandlerContext;
import io.penstock.spi.JobContext;
import io.penstock.spi.JobHandler;
import io.penstock.spi.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What a {@link ForkedWorker} runs. The payload says what happens: {@code millis} to take, {@code stubborn} to ignore
 * interruption meanwhile, {@code fatal} to end the JVM.
 */
public final class ScriptedHandler implements JobHandler<JsonNode> {
    static final String TYPE = "test.scripted";
    static final Setting<String> JOURNAL = Setting.text("PENSTOCK_TEST_JOURNAL", "", "File to write down jobs in");

    private Journal journal;

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String queue() {
        return "scripted";
    }

    @Override
    public Class<JsonNode> payloadType() {
        return JsonNode.class;
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(JOURNAL);
    }

    @Override
    public void start(HandlerContext context) {
        journal = new Journal(Path.of(context.get(JOURNAL)));
    }

    @Override
    public Outcome handle(JsonNode payload, JobContext context) throws Exception {
        journal.started(context.job());
        if (payload.path("fatal").asBoolean()) {
            Runtime.getRuntime().halt(137);
        }
        Duration time = Duration.ofMillis(payload.path("millis").asLong());
        if (payload.path("stubborn").asBoolean()) {
            takeWhateverHappens(time);
        } else {
            take(time);
        }
        journal.done(context.job());
        return Outcome.done();
    }

    static void take(Duration time) throws InterruptedException {
        boolean never = new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
        assert !never;
    }

    private static void takeWhateverHappens(Duration time) {
        Instant end = Instant.now().plus(time);
        while (Instant.now().isBefore(end)) {
            try {
                take(Duration.between(Instant.now(), end));
            } catch (InterruptedException e) {
                // that is what stubborn means
            }
        }
    }
}
