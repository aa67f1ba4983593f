package io.penstock.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.Outcome;
import io.penstock.client.StateClient;
import io.penstock.testbed.RedisServer;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.WithServers;
import io.penstock.webhook.endpoint.EndpointDirectory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two workers that share a Redis. */
@WithServers(ServerKind.REDIS)
class ReplicasIT {
    private final StateClient first;
    private final StateClient second;
    private final RunningHandler one;
    private final RunningHandler other;
    private final String endpoint = "ep-" + UUID.randomUUID();

    ReplicasIT(RedisServer redis) throws Exception {
        first = StateClient.connect(redis.url());
        second = StateClient.connect(redis.url());
        one = RunningHandler.sharing(first.state());
        other = RunningHandler.sharing(second.state());
    }

    @AfterEach
    void close() {
        one.close();
        other.close();
        first.close();
        second.close();
    }

    private WebhookPayload to(ScriptedEndpoint server, String more) {
        return Payloads.with(server.url(), "'endpoint': '" + endpoint + "'" + more);
    }

    @Test
    void together_they_call_an_endpoint_no_more_than_five_times_at_once() throws Exception {
        CountDownLatch latch = new CountDownLatch(1);
        ScriptedEndpoint.Script ok = ScriptedEndpoint.status(200);
        try (ScriptedEndpoint server = ScriptedEndpoint.doing((request, out) -> {
            latch.await();
            ok.answer(request, out);
        })) {
            List<CompletableFuture<Outcome>> jobs = IntStream.range(0, 30)
                    .mapToObj(i -> (i % 2 == 0 ? one : other)
                            .start(to(server, ""), RunningHandler.job(endpoint + i, 1, Instant.now())))
                    .toList();
            await().until(() -> jobs.stream().filter(CompletableFuture::isDone).count() == 25);

            assertThat(server.mostInFlight()).isEqualTo(5);
            latch.countDown();
            assertThat(jobs.stream().map(CompletableFuture::join).filter(Outcome.Done.class::isInstance))
                    .hasSize(5);
        }
    }

    @Test
    void what_one_learns_of_an_endpoint_the_other_knows() throws Exception {
        try (ScriptedEndpoint server = ScriptedEndpoint.answering(429, "Retry-After: 600")) {
            one.run(to(server, ""), RunningHandler.job(endpoint + "a", 1, Instant.now()));

            assertThat(other.run(to(server, ""), RunningHandler.job(endpoint + "b", 1, Instant.now())))
                    .isInstanceOf(Outcome.Snoozed.class);
            assertThat(server.received()).hasSize(1);
        }
    }

    @Test
    void an_endpoint_that_one_disables_is_disabled_for_all_until_an_operator_enables_it() throws Exception {
        EndpointDirectory directory = new EndpointDirectory(second.state());
        try (ScriptedEndpoint server = ScriptedEndpoint.answering(410)) {
            one.run(to(server, ""), RunningHandler.job(endpoint + "a", 1, Instant.now()));
            assertThat(other.run(to(server, ""), RunningHandler.job(endpoint + "b", 1, Instant.now())))
                    .isInstanceOf(Outcome.Rejected.class);
            assertThat(directory.all())
                    .filteredOn(known -> known.endpoint().equals(endpoint))
                    .singleElement()
                    .satisfies(known -> {
                        assertThat(known.tenant()).isEqualTo("acme");
                        assertThat(known.state().health().disabledBecause())
                                .isEqualTo("the endpoint answered 410 Gone");
                    });

            assertThat(directory.enable("acme", endpoint)).isPresent();
            assertThat(directory.enable("acme", endpoint)).isEmpty();
            server.does(ScriptedEndpoint.status(200));
            assertThat(other.run(to(server, ""), RunningHandler.job(endpoint + "c", 1, Instant.now())))
                    .isInstanceOf(Outcome.Done.class);
        }
    }

    /** Jobs go back and forth as the runtime would have it: whoever is sent away comes back later, perhaps elsewhere. */
    @Test
    void ordered_deliveries_keep_their_order_across_workers_though_one_fails_in_between() throws Exception {
        ScriptedEndpoint.Script ok = ScriptedEndpoint.status(200);
        ScriptedEndpoint.Script failure = ScriptedEndpoint.status(500);
        List<String> failed = new ArrayList<>();
        try (ScriptedEndpoint server = ScriptedEndpoint.doing((request, out) -> {
            String id = request.header("webhook-id");
            if (id.endsWith("-3") && failed.isEmpty()) {
                failed.add(id);
                failure.answer(request, out);
            } else {
                ok.answer(request, out);
            }
        })) {
            Instant start = Instant.now();
            List<Thread> jobs = new ArrayList<>();
            for (int i = 9; i >= 0; i--) {
                int number = i;
                jobs.add(Thread.startVirtualThread(() -> deliver(server, number, start)));
            }
            for (Thread job : jobs) {
                assertThat(job.join(Duration.ofSeconds(60))).isTrue();
            }
            assertThat(server.mostInFlight()).isEqualTo(1);
            assertThat(server.received().stream()
                            .map(request -> request.header("webhook-id").replaceFirst(".*-", ""))
                            .collect(Collectors.joining(" ")))
                    .isEqualTo("0 1 2 3 3 4 5 6 7 8 9");
        }
    }

    private void deliver(ScriptedEndpoint server, int number, Instant start) {
        int attempt = 1;
        for (int turn = number; ; turn++) {
            RunningHandler worker = turn % 2 == 0 ? one : other;
            Outcome outcome = worker.start(
                            to(server, ", 'ordered': true"),
                            RunningHandler.job(endpoint + "-" + number, attempt, start.plusMillis(number)))
                    .join();
            switch (outcome) {
                case Outcome.Done done -> {
                    return;
                }
                case Outcome.Rejected rejected -> throw new AssertionError(rejected);
                case Outcome.Failed failed -> {
                    attempt++;
                    pause(failed.retryAfter());
                }
                case Outcome.Snoozed snoozed -> pause(snoozed.delay());
            }
        }
    }

    private static void pause(Duration delay) {
        try {
            Thread.sleep(delay);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
