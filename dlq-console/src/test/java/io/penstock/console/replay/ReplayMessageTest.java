package io.penstock.console.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.penstock.console.letter.Envelope;
import io.penstock.console.letter.LetterContent;
import io.penstock.internal.amqp.Message;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplayMessageTest {
    /** The client library has no other type. */
    private static final Date WHEN = Date.from(Instant.EPOCH);

    @Test
    void nothing_of_a_death_is_carried_on_and_everything_else_is() {
        Map<String, Object> headers = new HashMap<>(Map.of(
                "penstock-tenant", "acme",
                "penstock-meta-order", "7",
                "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "penstock-first-seen", "2026-11-25T10:00:00Z",
                "penstock-max-attempts", 3));
        Map<String, Object> death = Map.ofEntries(
                Map.entry("x-death", List.of()),
                Map.entry("x-first-death-queue", "q"),
                Map.entry("x-last-death-reason", "rejected"),
                Map.entry("x-delivery-count", 4L),
                Map.entry("x-acquired-count", 4L),
                Map.entry("x-opt-rabbitmq-delivery-count", 4L),
                Map.entry("penstock-origin-queue", "emails"),
                Map.entry("penstock-dead-reason", "rejected"),
                Map.entry("penstock-dead-at", "2026-11-25T10:00:00Z"),
                Map.entry("penstock-error-class", "E"),
                Map.entry("penstock-error-new-one", "E"),
                Map.entry("penstock-worker", "w"),
                Map.entry("penstock-attempt", 8),
                Map.entry("penstock-returns", 2L),
                Map.entry("penstock-returns-alone", 2L),
                Map.entry("penstock-expires-at", 1L),
                Map.entry("penstock-expiration", "1"),
                Map.entry("penstock-replay-id", "rearlier"),
                Map.entry("CC", List.of("other")));
        headers.putAll(death);
        var properties = new BasicProperties.Builder()
                .messageId("job-1")
                .type("email.send")
                .contentType("application/json")
                .timestamp(WHEN)
                .priority(3)
                .userId("somebody")
                .expiration("5000")
                .deliveryMode(1)
                .headers(headers)
                .build();

        Map<String, Object> kept = new HashMap<>(headers);
        death.keySet().forEach(kept::remove);
        kept.put("penstock-replay-id", "rnew");
        BasicProperties sent = ReplayMessage.of(
                        new LetterContent(Envelope.of(properties), new byte[0]), "rnew", "job-1", "emails")
                .properties();
        assertThat(sent.getHeaders().keySet()).isEqualTo(kept.keySet());
        assertThat(sent.getHeaders().get("penstock-replay-id")).hasToString("rnew");
        assertThat(sent.getMessageId()).isEqualTo("job-1");
        assertThat(sent.getPriority()).isEqualTo(3);
        assertThat(sent.getTimestamp()).isEqualTo(WHEN);
        assertThat(sent.getDeliveryMode()).isEqualTo(2);
        assertThat(sent.getUserId()).isNull();
        assertThat(sent.getExpiration()).isNull();
    }

    @Test
    void a_body_is_sent_as_it_is_and_a_job_without_an_id_gets_one() {
        byte[] body = HexFormat.of().parseHex("fffe00");
        Message message = ReplayMessage.of(
                new LetterContent(Envelope.of(new BasicProperties()), body), "r1", "unnamed-1", "emails");

        assertThat(message.body()).isSameAs(body);
        assertThat(message.exchange()).isEmpty();
        assertThat(message.routingKey()).isEqualTo("emails");
        assertThat(message.properties().getMessageId()).isEqualTo("unnamed-1");
    }
}
