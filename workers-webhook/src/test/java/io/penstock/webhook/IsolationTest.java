package io.penstock.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.Outcome;
import io.penstock.spi.HandlerEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What one endpoint can do to others, and to itself. */
class IsolationTest {
    private final RunningHandler handler = RunningHandler.with("--penstock-webhook-timeout=15s");

    @AfterEach
    void close() {
        handler.close();
    }

    private static ScriptedEndpoint.Script waitingFor(CountDownLatch latch) {
        ScriptedEndpoint.Script ok = ScriptedEndpoint.status(200);
        return (request, out) -> {
            latch.await();
            ok.answer(request, out);
        };
    }

    @Test
    void a_hanging_endpoint_holds_five_jobs_and_sends_the_others_away_while_another_endpoint_works() throws Exception {
        CountDownLatch latch = new CountDownLatch(1);
        try (ScriptedEndpoint hanging = ScriptedEndpoint.doing(waitingFor(latch));
                ScriptedEndpoint healthy = ScriptedEndpoint.answering(200)) {
            List<CompletableFuture<Outcome>> jobs = IntStream.range(0, 40)
                    .mapToObj(i -> handler.start(Payloads.to(hanging.url()), handler.job(1)))
                    .toList();

            await().until(() -> jobs.stream().filter(CompletableFuture::isDone).count() == 35);
            assertThat(hanging.mostInFlight()).isEqualTo(5);
            assertThat(jobs.stream().filter(CompletableFuture::isDone).map(CompletableFuture::join))
                    .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Outcome.Snoozed.class));
            assertThat(handler.run(Payloads.to(healthy.url()))).isInstanceOf(Outcome.Done.class);

            latch.countDown();
            assertThat(jobs.stream().map(CompletableFuture::join).filter(Outcome.Done.class::isInstance))
                    .hasSize(5);
        }
    }

    @Test
    void a_busy_endpoint_that_works_is_called_five_times_at_once_and_never_more_and_few_jobs_are_sent_away()
            throws Exception {
        ScriptedEndpoint.Script ok = ScriptedEndpoint.status(200);
        CyclicBarrier five = new CyclicBarrier(5);
        try (ScriptedEndpoint busy = ScriptedEndpoint.doing((request, out) -> {
            five.await(10, TimeUnit.SECONDS);
            ok.answer(request, out);
        })) {
            List<CompletableFuture<Outcome>> jobs = IntStream.range(0, 15)
                    .mapToObj(i -> handler.start(Payloads.to(busy.url()), handler.job(1)))
                    .toList();

            assertThat(jobs.stream().map(CompletableFuture::join)).allMatch(Outcome.Done.class::isInstance);
            assertThat(busy.mostInFlight()).isEqualTo(5);
        }
    }

    @Test
    void endpoints_of_two_names_on_one_host_do_not_share_places_and_one_name_on_two_hosts_does() throws Exception {
        CountDownLatch latch = new CountDownLatch(1);
        try (ScriptedEndpoint hanging = ScriptedEndpoint.doing(waitingFor(latch));
                ScriptedEndpoint healthy = ScriptedEndpoint.answering(200)) {
            List<CompletableFuture<Outcome>> jobs = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                jobs.add(handler.start(Payloads.with(hanging.url(), "'endpoint': 'ep-1'"), handler.job(1)));
            }
            await().until(() -> hanging.received().size() == 5);

            assertThat(handler.run(Payloads.with(healthy.url(), "'endpoint': 'ep-2'")))
                    .isInstanceOf(Outcome.Done.class);
            assertThat(handler.run(Payloads.with(healthy.url(), "'endpoint': 'ep-1'")))
                    .isInstanceOf(Outcome.Snoozed.class);
            latch.countDown();
            jobs.forEach(CompletableFuture::join);
        }
    }

    @Test
    void an_endpoint_that_refuses_connections_is_not_tried_for_each_job() throws Exception {
        ScriptedEndpoint closed = ScriptedEndpoint.answering(200);
        closed.close();

        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            outcomes.add(handler.run(Payloads.to(closed.url())));
        }
        assertThat(outcomes.subList(0, 10))
                .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Outcome.Failed.class));
        assertThat(outcomes.subList(10, 20))
                .allSatisfy(outcome -> assertThat(outcome)
                        .isInstanceOfSatisfying(
                                Outcome.Snoozed.class,
                                snoozed -> assertThat(snoozed.reason()).contains("circuit is open")));
        assertThat(handler.events("webhook.attempt")).hasSize(10);
    }

    @Test
    void retry_after_holds_for_this_endpoint_alone() throws Exception {
        try (ScriptedEndpoint throttling = ScriptedEndpoint.answering(429, "Retry-After: 600");
                ScriptedEndpoint healthy = ScriptedEndpoint.answering(200)) {
            assertThat(handler.run(Payloads.to(throttling.url())))
                    .isInstanceOfSatisfying(
                            Outcome.Snoozed.class,
                            snoozed -> assertThat(snoozed.delay())
                                    .isBetween(Duration.ofMinutes(10), Duration.ofMinutes(11)));
            assertThat(handler.run(Payloads.to(throttling.url()))).isInstanceOf(Outcome.Snoozed.class);
            assertThat(throttling.received()).hasSize(1);
            assertThat(handler.run(Payloads.to(healthy.url()))).isInstanceOf(Outcome.Done.class);

            throttling.does(ScriptedEndpoint.status(200));
            handler.passTime(Duration.ofMinutes(10));
            assertThat(handler.run(Payloads.to(throttling.url()))).isInstanceOf(Outcome.Done.class);
        }
    }

    @Test
    void gone_disables_the_endpoint_once_and_for_all_its_jobs() throws Exception {
        try (ScriptedEndpoint gone = ScriptedEndpoint.answering(410)) {
            for (int i = 0; i < 3; i++) {
                assertThat(handler.run(Payloads.to(gone.url())))
                        .isInstanceOfSatisfying(
                                Outcome.Rejected.class,
                                rejected -> assertThat(rejected.reason()).isEqualTo("endpoint_disabled"));
            }
            assertThat(gone.received()).hasSize(1);
            assertThat(handler.events("endpoint.disabled")).singleElement().satisfies(event -> {
                assertThat(event.subject()).isEqualTo("http://127.0.0.1:" + gone.port());
                assertThat(event.data().get("reason")).isEqualTo("the endpoint answered 410 Gone");
                assertThat(event.data().get("tenant")).isEqualTo("acme");
            });
        }
    }

    @Test
    void five_days_of_nothing_but_failures_disable_the_endpoint() throws Exception {
        try (ScriptedEndpoint failing = ScriptedEndpoint.answering(500)) {
            Outcome last = Outcome.done();
            for (int hour = 0; hour <= 120; hour += 6) {
                last = handler.run(Payloads.to(failing.url()));
                handler.passTime(Duration.ofHours(6));
            }
            assertThat(last).isInstanceOf(Outcome.Failed.class);
            assertThat(handler.events("endpoint.disabled"))
                    .extracting(HandlerEvent::data)
                    .singleElement()
                    .satisfies(data -> assertThat(data.get("reason")).isEqualTo("nothing but failures for 5 days"));
            assertThat(handler.run(Payloads.to(failing.url()))).isInstanceOf(Outcome.Rejected.class);
        }
    }

    @Test
    void ordered_deliveries_arrive_one_at_a_time_in_the_order_in_which_they_were_enqueued() throws Exception {
        ScriptedEndpoint.Script ok = ScriptedEndpoint.status(200);
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.doing((request, out) -> {
            Thread.sleep(20);
            ok.answer(request, out);
        })) {
            Instant first = handler.now();
            List<CompletableFuture<Outcome>> jobs = new ArrayList<>();
            for (int i = 7; i >= 0; i--) {
                jobs.add(handler.start(
                        Payloads.with(endpoint.url(), "'ordered': true"),
                        RunningHandler.job("j-" + i, 1, first.plusMillis(i))));
            }

            assertThat(jobs.stream().map(CompletableFuture::join)).allMatch(Outcome.Done.class::isInstance);
            assertThat(endpoint.mostInFlight()).isEqualTo(1);
            assertThat(endpoint.received().stream().map(request -> request.header("webhook-id")))
                    .containsExactly("j-0", "j-1", "j-2", "j-3", "j-4", "j-5", "j-6", "j-7");
        }
    }

    @Test
    void an_ordered_delivery_that_fails_holds_those_behind_it_until_it_is_through() throws Exception {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.answering(500)) {
            Instant first = handler.now();
            WebhookPayload payload = Payloads.with(endpoint.url(), "'ordered': true");

            assertThat(handler.run(payload, RunningHandler.job("a", 2, first))).isInstanceOf(Outcome.Failed.class);
            assertThat(handler.run(payload, RunningHandler.job("b", 1, first.plusSeconds(1))))
                    .isInstanceOfSatisfying(Outcome.Snoozed.class, snoozed -> {
                        assertThat(snoozed.reason()).isEqualTo("older deliveries to the endpoint go first");
                        assertThat(snoozed.delay()).isEqualTo(Duration.ofMinutes(2));
                    });
            endpoint.does(ScriptedEndpoint.status(200));
            assertThat(handler.run(payload, RunningHandler.job("a", 3, first))).isInstanceOf(Outcome.Done.class);
            assertThat(handler.run(payload, RunningHandler.job("b", 1, first.plusSeconds(1))))
                    .isInstanceOf(Outcome.Done.class);
        }
    }

    @Test
    void an_ordered_delivery_that_is_dead_lets_those_behind_it_go() throws Exception {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.answering(500)) {
            Instant first = handler.now();
            WebhookPayload payload = Payloads.with(endpoint.url(), "'ordered': true");
            handler.run(payload, RunningHandler.job("a", 10, first));
            endpoint.does(ScriptedEndpoint.status(200));

            assertThat(handler.run(payload, RunningHandler.job("b", 1, first.plusSeconds(1))))
                    .isInstanceOf(Outcome.Done.class);
        }
    }

    @Test
    void a_cancelled_delivery_says_nothing_about_the_endpoint() throws Exception {
        CountDownLatch latch = new CountDownLatch(1);
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.doing(waitingFor(latch))) {
            RunningHandler.Running running = handler.startInterruptibly(Payloads.to(endpoint.url()), handler.job(1));
            await().until(() -> endpoint.received().size() == 1);
            running.thread().interrupt();

            await().until(running.outcome()::isCompletedExceptionally);
            assertThat(running.outcome().exceptionNow()).isInstanceOf(InterruptedException.class);
            assertThat(handler.events("webhook.attempt")).isEmpty();
        }
    }
}
