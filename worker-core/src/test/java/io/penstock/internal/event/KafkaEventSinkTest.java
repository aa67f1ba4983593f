package io.penstock.internal.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class KafkaEventSinkTest {
    @Test
    void a_name_that_does_not_resolve_fails_the_event_and_not_the_process() {
        try (KafkaEventSink sink = new KafkaEventSink("kafka.invalid:9092", "jobs.events")) {
            JobEvent event = new JobEvent(
                    "j:1:completed", JobEvent.Kind.COMPLETED, "q", "j", Instant.EPOCH, null, null, null, new byte[0]);
            assertThat(sink.deliver(event).toCompletableFuture())
                    .failsWithin(30, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .withMessageContaining("Kafka");
        }
    }
}
