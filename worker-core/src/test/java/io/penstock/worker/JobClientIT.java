package io.penstock.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.penstock.Outcome;
import io.penstock.client.EnqueueException;
import io.penstock.client.EnqueueException.Reason;
import io.penstock.client.JobClient;
import io.penstock.client.NewJob;
import io.penstock.testbed.RabbitMqServer;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.WithServers;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a producer is promised, and what it is told when the promise cannot be kept. */
@WithServers(ServerKind.RABBITMQ)
class JobClientIT {
    private final RabbitMqServer rabbit;
    private final String queue = Wire.freshQueue("produced");
    private final Map<String, AtomicInteger> runs = new ConcurrentHashMap<>();
    private VirtualHost host;
    private Wire wire;

    JobClientIT(RabbitMqServer rabbit) {
        this.rabbit = rabbit;
    }

    @BeforeEach
    void connect() throws Exception {
        host = VirtualHost.on(rabbit, "client");
        wire = new Wire(host.url());
    }

    @AfterEach
    void disconnect() throws Exception {
        wire.close();
    }

    private TestWorker counting() throws Exception {
        return TestWorker.on(rabbit)
                .set("RABBITMQ_URL", host.url())
                .handle(queue, (payload, context) -> {
                    runs.computeIfAbsent(context.job().id(), id -> new AtomicInteger())
                            .incrementAndGet();
                    return Outcome.done();
                })
                .start();
    }

    private JobClient client(Duration timeout) {
        return JobClient.builder(host.url()).timeout(timeout).build();
    }

    private static EnqueueException failureOf(CompletableFuture<String> future) {
        Throwable failure = catchThrowable(() -> future.get(30, TimeUnit.SECONDS));
        assertThat(failure).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(EnqueueException.class);
        return (EnqueueException) failure.getCause();
    }

    private List<NewJob> jobs(String stem, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> NewJob.on(queue, Map.of("n", i)).id(stem + "-" + i))
                .toList();
    }

    @Test
    void each_of_five_thousand_jobs_of_a_batch_is_confirmed_and_runs_once() throws Exception {
        try (TestWorker worker = counting();
                JobClient client = client(Duration.ofSeconds(20))) {
            List<CompletableFuture<String>> futures = client.enqueueAll(jobs("batch", 5_000));
            assertThat(futures).hasSize(5_000);
            for (int i = 0; i < 5_000; i++) {
                assertThat(futures.get(i).get(20, TimeUnit.SECONDS)).isEqualTo("batch-" + i);
            }
            await().atMost(Duration.ofSeconds(20)).until(() -> runs.size() == 5_000);
            assertThat(runs.values()).allMatch(count -> count.get() == 1);
        }
    }

    @Test
    void jobs_for_a_queue_that_does_not_exist_fail_as_unroutable_and_others_are_enqueued() throws Exception {
        wire.channel().queueDeclare(queue, true, false, false, null);
        try (JobClient client = client(Duration.ofSeconds(10))) {
            List<CompletableFuture<String>> fine = new ArrayList<>();
            List<CompletableFuture<String>> lost = new ArrayList<>();
            for (NewJob job : jobs("some", 100)) {
                fine.add(client.enqueue(job));
                lost.add(client.enqueue(NewJob.on("mails", Map.of())));
            }
            for (CompletableFuture<String> future : lost) {
                EnqueueException failure = failureOf(future);
                assertThat(failure.reason()).isEqualTo(Reason.UNROUTABLE);
                assertThat(failure).hasMessageContaining("for queue mails").hasMessageContaining("start one");
            }
            for (CompletableFuture<String> future : fine) {
                assertThat(future).succeedsWithin(Duration.ofSeconds(10));
            }
            assertThat(wire.ready(queue)).isEqualTo(100);
        }
    }

    @Test
    void a_delayed_job_without_ladder_or_queue_fails_as_unroutable_and_harms_no_other_job() throws Exception {
        wire.channel().queueDeclare(queue, true, false, false, null);
        try (JobClient client = client(Duration.ofSeconds(10))) {
            List<CompletableFuture<String>> fine = new ArrayList<>(client.enqueueAll(jobs("before", 200)));
            CompletableFuture<String> early =
                    client.enqueue(NewJob.on(queue, Map.of()).delay(Duration.ofSeconds(1)));
            fine.addAll(client.enqueueAll(jobs("after", 200)));
            EnqueueException noLadder = failureOf(early);
            assertThat(noLadder.reason()).isEqualTo(Reason.UNROUTABLE);
            assertThat(noLadder).hasMessageContaining("start one").hasMessageContaining("penstock.delay.deliver");
            for (CompletableFuture<String> future : fine) {
                assertThat(future).succeedsWithin(Duration.ofSeconds(10));
            }
            wire.channel().queueDelete(queue);
            try (TestWorker worker = counting()) {
                client.enqueue(NewJob.on(queue, Map.of()).id("now-it-works").delay(Duration.ofSeconds(1)))
                        .get(10, TimeUnit.SECONDS);
                EnqueueException noQueue =
                        failureOf(client.enqueue(NewJob.on("mails", Map.of()).delay(Duration.ofSeconds(1))));
                assertThat(noQueue.reason()).isEqualTo(Reason.UNROUTABLE);
                assertThat(noQueue).hasMessageContaining("mails");
                await().until(() -> runs.containsKey("now-it-works"));
            }
        }
    }

    @Test
    void a_job_for_a_full_queue_fails_as_refused() throws Exception {
        wire.channel()
                .queueDeclare(queue, true, false, false, Map.of("x-max-length", 2, "x-overflow", "reject-publish"));
        try (JobClient client = client(Duration.ofSeconds(10))) {
            client.enqueue(NewJob.on(queue, Map.of())).get(10, TimeUnit.SECONDS);
            client.enqueue(NewJob.on(queue, Map.of())).get(10, TimeUnit.SECONDS);
            EnqueueException failure =
                    failureOf(client.enqueue(NewJob.on(queue, Map.of()).id("third")));
            assertThat(failure.reason()).isEqualTo(Reason.NACKED);
            assertThat(failure).hasMessageContaining("job third").hasMessageContaining("queue full");
            wire.take(queue);
            client.enqueue(NewJob.on(queue, Map.of())).get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void under_a_memory_alarm_jobs_fail_in_time_and_say_why_and_afterwards_all_is_well() throws Exception {
        Duration timeout = Duration.ofSeconds(1);
        try (TestWorker worker = counting();
                JobClient client = JobClient.builder(host.url())
                        .timeout(timeout)
                        .maxInFlight(3)
                        .build()) {
            client.enqueue(NewJob.on(queue, Map.of()).id("before")).get(10, TimeUnit.SECONDS);
            rabbit.raiseMemoryAlarm();
            try {
                for (String id : List.of("first", "second", "third")) {
                    Instant from = Instant.now();
                    EnqueueException failure =
                            failureOf(client.enqueue(NewJob.on(queue, Map.of()).id(id)));
                    assertThat(Duration.between(from, Instant.now()))
                            .isBetween(timeout.minusMillis(50), timeout.plusSeconds(2));
                    assertThat(failure.reason()).isIn(Reason.BLOCKED, Reason.TIMED_OUT);
                    assertThat(failure)
                            .hasMessageContaining("blocks publishing")
                            .hasMessageContaining("low on memory");
                }
                EnqueueException delayed =
                        failureOf(client.enqueue(NewJob.on(queue, Map.of()).delay(Duration.ofSeconds(1))));
                assertThat(delayed.reason()).isEqualTo(Reason.BLOCKED);
                List<CompletableFuture<String>> held = client.enqueueAll(jobs("held", 3));
                EnqueueException tooMany =
                        failureOf(client.enqueue(NewJob.on(queue, Map.of()).id("one-too-many")));
                assertThat(tooMany.reason()).isIn(Reason.BLOCKED, Reason.TIMED_OUT);
                held.forEach(future -> assertThat(failureOf(future).reason()).isEqualTo(Reason.BLOCKED));
            } finally {
                rabbit.clearMemoryAlarm();
            }
            await().atMost(Duration.ofSeconds(10))
                    .ignoreExceptions()
                    .until(() -> client.enqueue(NewJob.on(queue, Map.of()).id("after"))
                            .get(10, TimeUnit.SECONDS)
                            .equals("after"));
            await().until(() -> runs.containsKey("after"));
        }
    }

    @Test
    void no_more_jobs_are_unconfirmed_at_a_time_than_the_client_was_told() throws Exception {
        try (TestWorker worker = counting();
                JobClient client = JobClient.builder(host.url())
                        .timeout(Duration.ofSeconds(2))
                        .maxInFlight(5)
                        .build()) {
            client.enqueue(NewJob.on(queue, Map.of())).get(10, TimeUnit.SECONDS);
            rabbit.pause();
            try {
                List<CompletableFuture<String>> held = client.enqueueAll(jobs("held", 5));
                assertThat(held).noneMatch(CompletableFuture::isDone);
                AtomicReference<CompletableFuture<String>> sixth = new AtomicReference<>();
                Thread producer = Thread.ofVirtual().start(() -> sixth.set(client.enqueue(NewJob.on(queue, Map.of()))));
                assertThat(producer.join(Duration.ofMillis(700)))
                        .as("the sixth is enqueued")
                        .isFalse();
                held.forEach(future -> assertThat(failureOf(future).reason()).isEqualTo(Reason.TIMED_OUT));
                producer.join();
                assertThat(failureOf(sixth.get()).reason()).isEqualTo(Reason.TIMED_OUT);
            } finally {
                rabbit.resume();
            }
            client.enqueue(NewJob.on(queue, Map.of()).id("after")).get(10, TimeUnit.SECONDS);
            await().until(() -> runs.containsKey("after"));
        }
    }

    @Test
    void a_closed_client_and_a_broker_that_is_away_are_told_apart_in_words() throws Exception {
        JobClient closed = client(Duration.ofSeconds(10));
        closed.close();
        EnqueueException immediate = failureOf(closed.enqueue(NewJob.on(queue, Map.of())));
        assertThat(immediate.reason()).isEqualTo(Reason.CLOSED);
        assertThat(immediate).hasMessageContaining("closed");
        EnqueueException delayed =
                failureOf(closed.enqueue(NewJob.on(queue, Map.of()).delay(Duration.ofSeconds(5))));
        assertThat(delayed.reason()).isEqualTo(Reason.CLOSED);
        assertThat(delayed).hasMessageContaining("closed");

        int nobody;
        try (ServerSocket socket = new ServerSocket(0)) {
            nobody = socket.getLocalPort();
        }
        try (JobClient client = JobClient.builder("amqp://127.0.0.1:" + nobody)
                .timeout(Duration.ofSeconds(1))
                .build()) {
            EnqueueException failure =
                    failureOf(client.enqueue(NewJob.on(queue, Map.of()).id("early")));
            assertThat(failure.reason()).isEqualTo(Reason.CLOSED);
            assertThat(failure)
                    .hasMessageContaining("job early")
                    .hasMessageContaining("127.0.0.1:" + nobody)
                    .hasMessageContaining("refused")
                    .hasMessageContaining("was not sent");
        }
    }

    @Test
    void every_job_of_a_batch_whose_connection_is_cut_can_be_tried_again_and_runs_exactly_once() throws Exception {
        List<NewJob> left = jobs("cut", 4_000);
        try (TestWorker worker = counting();
                JobClient client = JobClient.builder(host.url())
                        .timeout(Duration.ofSeconds(10))
                        .maxInFlight(200)
                        .build()) {
            Thread cutter = Thread.ofVirtual().start(rabbit::cutConnections);
            boolean somethingFailed = false;
            for (int round = 0; !left.isEmpty() || !somethingFailed; round++) {
                assertThat(round).as("rounds until a batch was cut").isLessThan(500);
                if (!cutter.isAlive() && !somethingFailed) {
                    cutter = Thread.ofVirtual().start(rabbit::cutConnections);
                }
                List<NewJob> batch = left.isEmpty() ? jobs("more-" + round, 500) : left;
                List<CompletableFuture<String>> futures = client.enqueueAll(batch);
                List<NewJob> failed = new ArrayList<>();
                for (int i = 0; i < futures.size(); i++) {
                    try {
                        futures.get(i).get(15, TimeUnit.SECONDS);
                    } catch (ExecutionException e) {
                        assertThat(((EnqueueException) e.getCause()).reason()).isEqualTo(Reason.CLOSED);
                        failed.add(batch.get(i));
                    }
                }
                somethingFailed |= !failed.isEmpty();
                left = failed;
            }
            cutter.join();
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                try (Wire fresh = new Wire(host.url())) {
                    return fresh.ready(queue) == 0 && runs.size() >= 4_000;
                }
            });
            assertThat(IntStream.range(0, 4_000).mapToObj(i -> "cut-" + i))
                    .allMatch(id -> runs.containsKey(id) && runs.get(id).get() == 1);
            assertThat(runs.values()).allMatch(count -> count.get() == 1);
        }
    }

    @Test
    void jobs_that_no_worker_could_run_are_refused_before_they_are_sent() throws Exception {
        wire.channel().queueDeclare(queue, true, false, false, null);
        NewJob fine = NewJob.on(queue, Map.of());
        Map<NewJob, String> invalid = Map.ofEntries(
                Map.entry(NewJob.on("no.dots", Map.of()), "queue"),
                Map.entry(NewJob.on("q".repeat(201), Map.of()), "queue"),
                Map.entry(fine.id("with space"), "id"),
                Map.entry(fine.id(""), "id"),
                Map.entry(NewJob.on(queue, List.of(1)), "payload"),
                Map.entry(NewJob.on(queue, "no json"), "payload"),
                Map.entry(NewJob.on(queue, new Object()), "payload"),
                Map.entry(fine.maxAttempts(0), "maxAttempts"),
                Map.entry(fine.timeToLive(Duration.ZERO), "timeToLive"),
                Map.entry(fine.type("two words"), "type"),
                Map.entry(fine.tenant("x".repeat(257)), "tenant"),
                Map.entry(fine.user("a\nb"), "user"),
                Map.entry(fine.meta("big", "x".repeat(40_000)), "meta"),
                Map.entry(fine.tracestate("x".repeat(200_000)), "headers"),
                Map.entry(fine.correlationId("x".repeat(300)), "sent"));
        try (JobClient client = client(Duration.ofSeconds(10))) {
            List<CompletableFuture<String>> around = new ArrayList<>(client.enqueueAll(jobs("before", 500)));
            Map<NewJob, CompletableFuture<String>> refused = new ConcurrentHashMap<>();
            invalid.keySet().forEach(job -> {
                refused.put(job, client.enqueue(job));
                around.add(client.enqueue(fine));
            });
            invalid.forEach((job, word) -> {
                EnqueueException failure = failureOf(refused.get(job));
                assertThat(failure.reason()).as(word).isEqualTo(Reason.INVALID);
                assertThat(failure).hasMessageContaining(word);
            });
            for (CompletableFuture<String> future : around) {
                assertThat(future).succeedsWithin(Duration.ofSeconds(10));
            }
            assertThat(wire.ready(queue)).isEqualTo(500 + invalid.size());
        }
    }

    /** The next job waits for room, and must not do so on the thread that hears the confirms which make room. */
    @Test
    void a_job_that_is_enqueued_when_another_is_confirmed_does_not_keep_confirms_from_being_heard() throws Exception {
        wire.channel().queueDeclare(queue, true, false, false, null);
        try (JobClient client = JobClient.builder(host.url())
                .timeout(Duration.ofSeconds(10))
                .maxInFlight(5)
                .build()) {
            List<NewJob> second = jobs("second", 300);
            List<CompletableFuture<String>> chains = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                NewJob next = second.get(i);
                chains.add(client.enqueue(jobs("first", 300).get(i)).thenCompose(id -> client.enqueue(next)));
            }
            for (CompletableFuture<String> chain : chains) {
                assertThat(chain.get(20, TimeUnit.SECONDS)).startsWith("second-");
            }
        }
    }
}
