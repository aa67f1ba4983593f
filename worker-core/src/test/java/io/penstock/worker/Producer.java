package io.penstock.worker;

import io.penstock.client.JobClient;
import io.penstock.client.NewJob;
import io.penstock.testbed.RabbitMqServer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** A service that enqueues jobs and does not give up before the broker has stored each of them. */
final class Producer implements AutoCloseable {
    private final JobClient client;

    Producer(RabbitMqServer rabbit) {
        client = JobClient.builder(rabbit.url()).build();
    }

    /** The ids of {@link #enqueue}: {@code stem-0}, {@code stem-1} and so on. */
    static List<String> ids(String stem, int count) {
        return IntStream.range(0, count).mapToObj(i -> stem + "-" + i).toList();
    }

    /** Enqueues a job with this payload for each id, again and again for those that were not confirmed. */
    void enqueue(String queue, List<String> ids, String payload) {
        List<String> left = ids;
        while (!left.isEmpty()) {
            Map<String, CompletableFuture<String>> sent = new LinkedHashMap<>();
            left.forEach(
                    id -> sent.put(id, client.enqueue(NewJob.on(queue, payload).id(id))));
            left = sent.entrySet().stream()
                    .filter(job ->
                            job.getValue().handle((id, failure) -> failure).join() != null)
                    .map(Map.Entry::getKey)
                    .toList();
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
