package io.penstock.bench.contender;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.rabbitmq.client.AMQP.BasicProperties;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a producer without Penstock puts on a queue, so that it is the same as what its client does. */
public final class Publication {
    private Publication() {}

    /** The body, as JSON. */
    public static byte[] body() {
        try {
            return new JsonMapper().writeValueAsBytes(SampleJob.example());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The properties of a job with this id, for a user or for nobody. */
    public static BasicProperties properties(String id, @Nullable String user) {
        return new BasicProperties.Builder()
                .messageId(id)
                .contentType("application/json")
                .deliveryMode(2)
                .timestamp(Date.from(Instant.now()))
                .appId("bench")
                .headers(user == null ? Map.of() : Map.of("penstock-user", user))
                .build();
    }
}
