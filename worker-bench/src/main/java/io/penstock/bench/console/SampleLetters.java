package io.penstock.bench.console;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.penstock.console.collect.DeliveryReader;
import io.penstock.console.letter.Envelope;
import io.penstock.console.letter.LetterContent;
import io.penstock.console.letter.NewLetter;
import io.penstock.internal.amqp.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Dead letters as a worker makes them: four queues, eight types, 200 tenants, 40 errors, spread over ten days. */
final class SampleLetters {
    static final List<String> QUEUES = List.of("emails", "pdfs", "webhooks", "images");

    private static final Instant FIRST = Instant.parse("2026-11-15T12:00:00Z");
    private static final long SPREAD_MILLIS = 864_000_000;
    private final DeliveryReader reader = new DeliveryReader(text -> text);
    private final int count;

    /** @param count how many are spread over the ten days */
    SampleLetters(int count) {
        this.count = count;
    }

    static String queue(int number) {
        return QUEUES.get(number % QUEUES.size());
    }

    /** What is in the dead-letter queue. */
    BasicProperties properties(int number) {
        Map<String, Object> headers = new HashMap<>();
        headers.put(
                Headers.DEAD_AT,
                FIRST.plusMillis(SPREAD_MILLIS / count * number).toString());
        headers.put(Headers.DEAD_REASON, number % 10 == 0 ? "rejected" : "attempts_exhausted");
        headers.put(Headers.ERROR_CLASS, "com.example.Error" + number % 40);
        headers.put(Headers.ERROR_MESSAGE, "could not reach host " + number % 1_000);
        headers.put(Headers.ERROR_STACK, stack(number % 40, number % 1_000));
        headers.put(Headers.TENANT, "tenant-" + number % 200);
        headers.put(Headers.WORKER, "host-" + number % 5 + "/1 penstock/0." + number % 3 + ".0");
        headers.put(Headers.ATTEMPT, 8);
        return new BasicProperties.Builder()
                .messageId("job-" + count + "-" + number)
                .type("type-" + number % 8)
                .contentType("application/json")
                .deliveryMode(2)
                .headers(headers)
                .build();
    }

    private static String stack(int error, int host) {
        return """
                com.example.Error%1$d: could not reach host %2$d
                \tat com.example.part%1$d.Mailer.send(Mailer.java:%2$d)
                \tat com.example.Worker.run(Worker.java:17)
                \tat java.base/java.lang.Thread.run(Thread.java:1583)
                """.formatted(error, host);
    }

    byte[] body(int number) {
        return "{\"to\":\"user-%d@example.com\",\"subject\":\"Your order %d\",\"body\":\"%s\"}"
                .formatted(number, number, "Thank you for it. ".repeat(10))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The same as collected. */
    NewLetter letter(int number) {
        return reader.read(
                queue(number), new LetterContent(Envelope.of(properties(number)), body(number)), Instant.now());
    }
}
