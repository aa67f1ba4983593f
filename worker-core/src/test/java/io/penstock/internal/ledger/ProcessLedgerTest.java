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

    private ClaimedJob claimed(Job free) {
        Claim claim = claim(free);
        assertThat(claim).as("the claim of a job that is free").isInstanceOf(Claim.New.class);
        return ((Claim.New) claim).job();
    }

    private static JobEvent event(String id) {
        return Jobs.event(id);
    }

    @Test
    void a_job_never_seen_before_is_new() {
        assertThat(claimed(job).token()).isZero();
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
        assertThat(claim(Jobs.job("j-2"))).isInstanceOf(Claim.New.class);
        assertThat(claim(Jobs.replay("r-1"))).isInstanceOf(Claim.New.class);
    }

    @Test
    void a_job_that_was_released_can_be_claimed_again() {
        claimed(job).release();
        assertThat(claimed(job).token()).isZero();
    }

    @Test
    void a_job_that_is_done_is_not_run_again_and_its_event_is_remembered() {
        JobEvent event = event("j-1:1:completed");
        assertThat(claimed(job).effectDone(event).toCompletableFuture().join()).isTrue();
        assertThat(claim(job)).isEqualTo(new Claim.Done(event));
        assertThat(claim(job)).as("asking does not hold it").isEqualTo(new Claim.Done(event));
    }

    @Test
    void a_job_of_which_all_is_told_has_nothing_left_to_tell() {
        ClaimedJob ours = claimed(job);
        ours.effectDone(event("j-1:1:completed"));
        ours.told();
        assertThat(claim(job)).isEqualTo(new Claim.Done(null));
    }

    @Test
    void the_replay_of_a_job_that_is_done_runs() {
        claimed(job).effectDone(event("j-1:1:completed"));
        assertThat(claim(Jobs.replay("r-1"))).isInstanceOf(Claim.New.class);
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
                assertThat(claims)
                        .hasSize(rivals)
                        .filteredOn(Claim.New.class::isInstance)
                        .hasSize(1);
            }
        }
    }

    @Test
    void the_same_id_on_another_queue_or_for_another_tenant_is_another_job() {
        claim(named("emails", "acme"));
        assertThat(claim(named("webhooks", "acme"))).isInstanceOf(Claim.New.class);
        assertThat(claim(named("emails", "umbrella"))).isInstanceOf(Claim.New.class);
        assertThat(claim(named("emails", "acme"))).isEqualTo(new Claim.Held(Duration.ofSeconds(5)));
    }

    private static Job named(String queue, String tenant) {
        return Jobs.job("order-42", "t.x", queue, tenant);
    }
}
