package io.penstock.internal.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Job;
import io.penstock.internal.event.JobEvent;
import io.penstock.internal.ledger.Ledger.Claim;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProcessLedgerTest {
    private final ProcessLedger ledger = new ProcessLedger();
    private final Job job = Jobs.job();

    private Claim claim(Job claimed) {
        return ledger.claim(claimed).toCompletableFuture().join();
    }

    private static JobEvent event(String id) {
        return Jobs.event(id);
    }

    @Test
    void a_job_never_seen_before_is_new() {
        assertThat(claim(job)).isEqualTo(new Claim.New(0));
    }

    @Test
    void a_job_that_runs_is_held() {
        claim(job);
        assertThat(claim(job)).isEqualTo(new Claim.Held(Duration.ofSeconds(5)));
        assertThat(claim(Jobs.atAttempt(2)))
                .as("the same job at another attempt")
                .isEqualTo(new Claim.Held(Duration.ofSeconds(5)));
    }

    @Test
    void another_job_and_a_replay_of_the_same_are_not_held_up() {
        claim(job);
        assertThat(claim(Jobs.job("j-2"))).isEqualTo(new Claim.New(0));
        assertThat(claim(Jobs.replay("r-1"))).isEqualTo(new Claim.New(0));
    }

    @Test
    void a_job_that_was_released_can_be_claimed_again() {
        claim(job);
        ledger.release(job);
        assertThat(claim(job)).isEqualTo(new Claim.New(0));
    }

    @Test
    void a_job_that_is_done_is_not_run_again_and_its_event_is_remembered() {
        JobEvent event = event("j-1:1:completed");
        claim(job);
        assertThat(ledger.effectDone(job, event).toCompletableFuture().join()).isTrue();
        assertThat(claim(job)).isEqualTo(new Claim.Done(event));
        assertThat(claim(job)).as("asking does not hold it").isEqualTo(new Claim.Done(event));
    }

    @Test
    void a_job_of_which_all_is_told_has_nothing_left_to_tell() {
        claim(job);
        ledger.effectDone(job, event("j-1:1:completed"));
        ledger.told(job);
        assertThat(claim(job)).isEqualTo(new Claim.Done(null));
    }

    @Test
    void the_replay_of_a_job_that_is_done_runs() {
        claim(job);
        ledger.effectDone(job, event("j-1:1:completed"));
        assertThat(claim(Jobs.replay("r-1"))).isEqualTo(new Claim.New(0));
    }

    @Test
    void of_many_who_claim_a_job_at_once_one_runs_it() throws Exception {
        int rivals = 8;
        CyclicBarrier start = new CyclicBarrier(rivals);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 200; round++) {
                Job contested = Jobs.job("j-" + round);
                Callable<Claim> rival = () -> {
                    start.await();
                    return claim(contested);
                };
                List<Claim> claims = threads
                        .invokeAll(Stream.generate(() -> rival).limit(rivals).toList())
                        .stream()
                        .map(Future::resultNow)
                        .toList();
                assertThat(claims).containsOnlyOnce(new Claim.New(0)).hasSize(rivals);
            }
        }
    }

    @Test
    void the_same_id_on_another_queue_or_for_another_tenant_is_another_job() {
        claim(named("emails", "acme"));
        assertThat(claim(named("webhooks", "acme"))).isEqualTo(new Claim.New(0));
        assertThat(claim(named("emails", "umbrella"))).isEqualTo(new Claim.New(0));
        assertThat(claim(named("emails", "acme"))).isEqualTo(new Claim.Held(Duration.ofSeconds(5)));
    }

    private static Job named(String queue, String tenant) {
        return Jobs.job("order-42", "t.x", queue, tenant);
    }
}
