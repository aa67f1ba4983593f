package io.penstock.bench.webhooks;

import io.penstock.client.JobClient;
import io.penstock.client.NewJob;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Jobs, as a producer enqueues them. */
final class Traffic {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private Traffic() {}

    static String id(int number) {
        return "delivery-" + number;
    }

    /** About as large as most webhooks. */
    private static String body(int number) {
        return "{\"type\":\"invoice.paid\",\"data\":{\"number\":" + number + ",\"text\":\"" + "x".repeat(400) + "\"}}";
    }

    /** What is to be delivered, as it is written into the queue. */
    record Payload(String url, String body, String secret, String endpoint) {}

    static Payload payload(String url, String endpoint, int number) {
        return new Payload(url, body(number), SECRET, endpoint);
    }

    static NewJob job(String id, String url, String endpoint, int number) {
        return NewJob.on("webhooks", payload(url, endpoint, number)).id(id);
    }

    /** Enqueues them as fast as that goes; returns when all are confirmed. */
    static void enqueue(String rabbitMq, List<NewJob> jobs) {
        try (JobClient client =
                JobClient.builder(rabbitMq).timeout(Duration.ofSeconds(60)).build()) {
            List<CompletableFuture<?>> confirms = new ArrayList<>();
            jobs.forEach(job -> confirms.add(client.enqueue(job).toCompletableFuture()));
            confirms.forEach(CompletableFuture::join);
        }
    }
}
