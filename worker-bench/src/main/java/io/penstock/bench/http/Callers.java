package io.penstock.bench.http;

import io.penstock.bench.run.BenchException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Whoever enqueues over HTTP. For one thread. */
final class Callers implements AutoCloseable {
    static final int BATCH = 500;
    static final int BATCH_CALLERS = 4;
    private static final int LONGEST_WAIT_SECONDS = 60;
    private static final int ACCEPTED = 202;
    private static final String TEXT = "x".repeat(400);

    static {
        // the console closes connections that are idle for 30 s, and a call must not meet one that it is just closing
        System.setProperty("jdk.httpclient.keepalive.timeout", "10");
    }

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final ConsoleProcess console;
    private final String queue;

    Callers(ConsoleProcess console, String queue) {
        this.console = console;
        this.queue = queue;
    }

    /** Jobs per second, in batches as fast as that goes. */
    double batches(Duration time) throws Exception {
        long begin = System.nanoTime();
        long end = begin + time.toNanos();
        long jobs = 0;
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < BATCH_CALLERS; i++) {
                all.add(callers.submit(() -> batchesUntil(end)));
            }
            for (Future<Integer> one : all) {
                jobs += one.get();
            }
        }
        return jobs / ((System.nanoTime() - begin) / 1e9);
    }

    private int batchesUntil(long end) throws Exception {
        int jobs = 0;
        while (System.nanoTime() < end) {
            String body = IntStream.range(0, BATCH)
                    .mapToObj(i -> job())
                    .collect(Collectors.joining(",", "{\"jobs\":[", "]}"));
            HttpResponse<String> answer = http.send(request(body), HttpResponse.BodyHandlers.ofString());
            check(answer.statusCode() == ACCEPTED && answer.body().contains("\"refused\":0"), answer.body());
            jobs += BATCH;
        }
        return jobs;
    }

    /**
     * Milliseconds from when a single job should be sent, at a steady rate, to its answer. Nothing but these numbers is kept:
     * answers by the thousand would make the collector of this JVM pause for longer than a call takes.
     */
    List<Double> singles(int rate, Duration time) {
        long begin = System.nanoTime();
        int all = (int) (rate * time.toMillis() / 1_000);
        AtomicLongArray nanos = new AtomicLongArray(all);
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        CountDownLatch answered = new CountDownLatch(all);
        for (int i = 0; i < all; i++) {
            long due = begin + i * 1_000_000_000L / rate;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            int place = i;
            var unused = http.sendAsync(request(job()), HttpResponse.BodyHandlers.ofString())
                    .thenAccept(answer -> {
                        nanos.set(place, System.nanoTime() - due);
                        check(answer.statusCode() == ACCEPTED, answer.body());
                    })
                    .whenComplete((done, problem) -> {
                        if (problem != null) {
                            failure.compareAndSet(null, problem);
                        }
                        answered.countDown();
                    });
        }
        awaitAll(answered);
        Throwable problem = failure.get();
        if (problem != null) {
            throw new BenchException("expected that every call is answered, got " + problem);
        }
        return IntStream.range(0, all).mapToObj(i -> nanos.get(i) / 1e6).toList();
    }

    private static void awaitAll(CountDownLatch answered) {
        try {
            check(
                    answered.await(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS),
                    "no answer for " + LONGEST_WAIT_SECONDS + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted");
        }
    }

    private static void check(boolean accepted, String answer) {
        if (!accepted) {
            throw new BenchException("expected that every job is enqueued, got " + answer);
        }
    }

    /** Without a time limit: the client would keep each request until it is over, though it has long been answered. */
    private HttpRequest request(String body) {
        return HttpRequest.newBuilder(console.uri("/api/v1/jobs"))
                .header("Authorization", "Bearer " + ConsoleProcess.TOKEN)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private String job() {
        return "{\"queue\":\"" + queue + "\",\"type\":\"webhook.deliver\",\"id\":\"" + UUID.randomUUID()
                + "\",\"tenant\":\"acme\",\"payload\":{\"url\":\"https://example.com/hook\",\"event_type\":\"invoice.paid\","
                + "\"secret_ref\":\"env:ACME\",\"data\":{\"text\":\"" + TEXT + "\"}}}";
    }

    @Override
    public void close() {
        http.close();
    }
}
