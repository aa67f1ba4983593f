package io.penstock.internal.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.penstock.Job;
import io.penstock.internal.event.JobEvent;
import io.penstock.internal.ledger.Ledger.Claim;
import io.penstock.internal.redis.Redis;
import io.penstock.testbed.RedisServer;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.WithServers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two workers and the ledger between them. */
@WithServers(ServerKind.REDIS)
class SharedLedgerIT {
    private static final Duration LEASE = Duration.ofSeconds(1);
    private static final Duration RETENTION = Duration.ofHours(1);
    private static final JobEvent EVENT = Jobs.event("j-1:1:completed");

    private final RedisServer server;
    private final Redis redis;
    private final RedisClient client;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final SharedLedger one;
    private final SharedLedger other;
    private final Job job = Jobs.job(UUID.randomUUID().toString());

    SharedLedgerIT(RedisServer server) {
        this.server = server;
        redis = new Redis(server.url());
        client = RedisClient.create(server.url());
        one = ledger(LEASE, false, "one");
        other = ledger(LEASE, false, "other");
    }

    private SharedLedger ledger(Duration lease, boolean strict, String worker) {
        return new SharedLedger(redis, new SharedLedger.Terms(lease, RETENTION, strict), worker, meters);
    }

    @BeforeEach
    void redis_is_there() {
        server.start();
    }

    @AfterEach
    void close() {
        one.close();
        other.close();
        redis.close();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }

    private RedisCommands<String, String> plain() {
        RedisCommands<String, String> commands = client.connect().sync();
        commands.select(9);
        return commands;
    }

    private String entry() {
        return plain().get(EntryKey.of(job));
    }

    /** In ms; negative if for ever. */
    private long timeLeft() {
        return plain().pttl(EntryKey.of(job));
    }

    private static <T> T now(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private ClaimedJob claimed(SharedLedger ledger) {
        return claimed(ledger, job);
    }

    private static ClaimedJob claimed(SharedLedger ledger, Job free) {
        Claim claim = now(ledger.claim(free));
        assertThat(claim).as("the claim of a job that is free").isInstanceOf(Claim.New.class);
        return ((Claim.New) claim).job();
    }

    /** As if the process had been killed: nobody renews its claims. */
    private void dies(SharedLedger ledger) {
        ledger.close();
        await("the lease of the dead").until(() -> entry() == null);
    }

    @Test
    void a_job_that_another_worker_runs_is_held_for_no_longer_than_its_lease() {
        claimed(one);
        assertThat(now(other.claim(job)))
                .isInstanceOfSatisfying(
                        Claim.Held.class, held -> assertThat(held.left()).isBetween(Duration.ofMillis(1), LEASE));
        assertThat(entry()).as("who holds it").contains(":one/");
    }

    @Test
    void what_cannot_be_understood_holds_a_job_until_it_is_gone_and_no_longer() {
        for (String odd : List.of("", "D of another version")) {
            plain().set(EntryKey.of(job), odd);
            assertThat(now(one.claim(job))).isInstanceOf(Claim.Held.class);
            plain().del(EntryKey.of(job));
            assertThat(now(claimed(one).release())).isTrue();
        }
    }

    @Test
    void a_job_that_runs_for_longer_than_its_lease_stays_held() {
        claimed(one);
        await().during(LEASE.multipliedBy(3))
                .atMost(LEASE.multipliedBy(5))
                .until(() -> now(other.claim(job)) instanceof Claim.Held);
    }

    @Test
    void a_job_that_was_released_is_free_at_once_and_its_next_token_is_higher() {
        ClaimedJob ours = claimed(one);
        assertThat(now(ours.release())).as("it was ours to release").isTrue();
        assertThat(claimed(other).token()).isGreaterThan(ours.token()).isPositive();
    }

    @Test
    void tokens_grow_even_if_the_clock_of_redis_is_set_back() {
        ClaimedJob ours = claimed(one);
        long inAYear = ours.token() + Duration.ofDays(365).toNanos() / 1_000;
        plain().set("penstock:ledger:clock", Long.toString(inAYear));
        now(ours.release());
        assertThat(claimed(other).token()).isEqualTo(inAYear + 1);
        plain().del("penstock:ledger:clock");
    }

    @Test
    void a_job_that_is_done_and_not_told_is_told_by_whoever_gets_it_next() {
        ClaimedJob ours = claimed(one);
        assertThat(now(ours.effectDone(EVENT))).isTrue();
        assertThat(now(other.claim(job)))
                .isInstanceOfSatisfying(
                        Claim.Done.class,
                        done -> assertThat(done.untold())
                                .usingRecursiveComparison()
                                .isEqualTo(EVENT));
    }

    @Test
    void a_job_that_is_done_and_told_leaves_nothing_to_do_and_little_to_remember() {
        ClaimedJob ours = claimed(one);
        now(ours.effectDone(EVENT));
        ours.told();
        await().until(() -> now(other.claim(job)).equals(new Claim.Done(null)));
        assertThat(entry()).isEqualTo("E");
        assertThat(plain().pttl(EntryKey.of(job)))
                .as("it is remembered for as long as was asked")
                .isBetween(
                        Duration.ofMinutes(50).toMillis(), Duration.ofHours(1).toMillis());
    }

    @Test
    void a_job_of_which_nobody_wants_to_hear_leaves_nothing_to_do() {
        ClaimedJob ours = claimed(one);
        now(ours.effectDone(null));
        assertThat(now(other.claim(job))).isEqualTo(new Claim.Done(null));
    }

    @Test
    void the_job_of_a_dead_worker_is_taken_over_with_a_higher_token() {
        long first = claimed(one).token();
        dies(one);
        assertThat(claimed(other).token()).isGreaterThan(first);
    }

    @Test
    void a_worker_that_was_overtaken_can_neither_record_nor_give_back() {
        ClaimedJob ours = claimed(one);
        dies(one);
        ClaimedJob theirs = claimed(other);
        String held = entry();
        assertThat(now(ours.effectDone(EVENT))).as("recorded").isFalse();
        assertThat(entry()).as("the claim of the one that overtook it").isEqualTo(held);
        assertThat(timeLeft()).as("and it still ends with its worker").isBetween(1L, LEASE.toMillis());
        assertThat(now(ours.release())).as("given back").isFalse();
        assertThat(now(theirs.effectDone(null))).as("the one that overtook it").isTrue();
    }

    @Test
    void a_worker_that_was_overtaken_and_is_late_can_record_nothing_over_what_is_done() {
        ClaimedJob ours = claimed(one);
        dies(one);
        ClaimedJob theirs = claimed(other);
        now(theirs.effectDone(null));
        assertThat(now(ours.effectDone(EVENT))).isFalse();
        assertThat(entry()).isEqualTo("E");
        assertThat(timeLeft()).as("remembered, but not for ever").isBetween(LEASE.toMillis(), RETENTION.toMillis());
    }

    @Test
    void a_job_that_is_taken_over_while_it_runs_is_stopped() {
        AtomicBoolean stopped = new AtomicBoolean();
        ClaimedJob ours = claimed(one);
        ours.whenLost(() -> stopped.set(true));
        plain().set(EntryKey.of(job), "R9999999999999999:somebody/else");
        await("the job is stopped").untilTrue(stopped);
    }

    @Test
    void a_job_that_runs_while_redis_loses_its_data_is_claimed_again() {
        ClaimedJob ours = claimed(one);
        plain().del(EntryKey.of(job));
        await("the claim is put back").until(() -> entry() != null);
        assertThat(now(other.claim(job))).isInstanceOf(Claim.Held.class);
        assertThat(now(ours.effectDone(EVENT))).isTrue();
    }

    @Test
    void an_effect_counts_although_redis_lost_its_data_meanwhile() {
        ClaimedJob ours = claimed(one);
        plain().del(EntryKey.of(job));
        assertThat(now(ours.effectDone(EVENT))).isTrue();
        assertThat(now(other.claim(job))).isInstanceOf(Claim.Done.class);
    }

    @Test
    void a_redis_that_was_started_anew_learns_the_script_again() {
        claimed(one);
        plain().scriptFlush();
        assertThat(now(other.claim(job))).isInstanceOf(Claim.Held.class);
    }

    @Test
    void while_redis_is_away_jobs_run_and_are_counted_and_this_process_remembers_them() {
        server.kill();
        ClaimedJob ours = claimed(one);
        assertThat(ours.token()).isZero();
        assertThat(meters.counter("penstock.ledger.unrecorded").count()).isEqualTo(1);
        assertThat(now(one.claim(job))).as("it runs here").isInstanceOf(Claim.Held.class);
        assertThat(now(ours.effectDone(EVENT))).isTrue();
        assertThat(now(one.claim(job))).as("it was done here").isEqualTo(new Claim.Done(EVENT));
        assertThat(one.isAvailable()).isFalse();
    }

    @Test
    void a_job_that_began_while_redis_was_away_is_recorded_once_it_is_back() {
        server.kill();
        ClaimedJob ours = claimed(one);
        assertThat(ours.token()).isZero();
        server.start();
        await("the ledger is back").until(one::isAvailable);
        await("the claim is made up for").until(() -> entry() != null);
        assertThat(now(other.claim(job))).isInstanceOf(Claim.Held.class);
        now(ours.effectDone(null));
        assertThat(now(other.claim(job))).isEqualTo(new Claim.Done(null));
    }

    @Test
    void an_effect_that_could_not_be_recorded_is_counted_and_recorded_when_redis_is_back() {
        ClaimedJob ours = claimed(one);
        server.kill();
        assertThat(now(ours.effectDone(null))).as("it counts all the same").isTrue();
        assertThat(meters.counter("penstock.ledger.unrecorded").count()).isEqualTo(1);
        server.start();
        await("it is recorded").until(() -> "E".equals(entry()));
    }

    @Test
    void with_a_strict_ledger_nothing_is_told_of_an_effect_before_it_is_recorded() {
        try (SharedLedger strict = ledger(LEASE, true, "strict")) {
            ClaimedJob ours = claimed(strict);
            server.kill();
            CompletableFuture<Boolean> recorded = ours.effectDone(null).toCompletableFuture();
            await("the outage is noticed").until(() -> !strict.isAvailable());
            assertThat(recorded).isNotDone();
            server.start();
            await("it is recorded").until(recorded::isDone);
            assertThat(recorded.join()).isTrue();
            assertThat(entry()).isEqualTo("E");
        }
    }

    @Test
    void a_failure_minutesafter_the_last_word_of_redis_may_be_somebody_elses_to_deal_with() {
        ClaimedJob ours = claimed(one);
        server.kill();
        await("the outage is noticed").until(() -> {
            one.told(Jobs.job("any"));
            return !one.isAvailable();
        });
        await("the lease may be over").pollDelay(LEASE.plusMillis(100)).until(() -> true);
        assertThat(now(ours.release())).isFalse();
    }

    @Test
    void a_redis_that_takes_no_writes_is_away_until_it_does() {
        claimed(one);
        plain().configSet("maxmemory", "1");
        assertThat(claimed(one, Jobs.job("refused")).token()).isZero();
        await().during(Duration.ofSeconds(2)).until(() -> !one.isAvailable());
        plain().configSet("maxmemory", "0");
        await("it takes writes again").until(one::isAvailable);
    }

    @Test
    void a_renewal_that_comes_after_the_job_has_ended_leaves_no_claim_behind() {
        Duration minutes = Duration.ofMinutes(10);
        LedgerScript script = new LedgerScript(redis, minutes, minutes, "one/ended");
        try (Leases leases = new Leases(script, minutes, new LateRecords(script))) {
            leases.renew(new Lease(EntryKey.of(job), script.claimName()));
            now(script.run(Command.told(Command.bytes("a command that is answered after the renewal"))));
            await("the claim is taken back").until(() -> entry() == null);
            claimed(other);
        }
    }

    @Test
    void a_strict_ledger_lets_no_job_run_while_redis_is_away() {
        try (SharedLedger strict = ledger(LEASE, true, "strict")) {
            server.kill();
            assertThat(now(strict.claim(job))).isEqualTo(new Claim.Unknown());
            server.start();
            await("the ledger is back").until(strict::isAvailable);
            assertThat(now(strict.claim(job))).isInstanceOf(Claim.New.class);
        }
    }

    @Test
    void a_redis_that_is_frozen_costs_one_time_out_and_not_one_for_each_job() {
        server.pause();
        assertThat(claimed(one).token()).isZero();
        List<CompletionStage<Claim>> claims = IntStream.range(0, 100)
                .mapToObj(i -> one.claim(Jobs.job("frozen-" + i)))
                .toList();
        assertThat(claims)
                .as("answered without asking")
                .allMatch(claim -> claim.toCompletableFuture().isDone());
        server.resume();
        await("the ledger is back").until(one::isAvailable);
    }

    @Test
    void a_thousand_jobs_at_once_share_a_few_calls() {
        claimed(one);
        long before = scriptCalls();
        List<CompletableFuture<Claim>> claims = IntStream.range(0, 1_000)
                .mapToObj(i -> one.claim(Jobs.job(job.id() + "-" + i)).toCompletableFuture())
                .toList();
        assertThat(claims).allMatch(claim -> claim.join() instanceof Claim.New);
        assertThat(scriptCalls() - before).as("calls of the script").isLessThan(200);
    }

    private long scriptCalls() {
        return plain().info("commandstats")
                .lines()
                .filter(line -> line.startsWith("cmdstat_evalsha:"))
                .map(line -> line.replaceFirst(".*calls=(\\d+).*", "$1"))
                .mapToLong(Long::parseLong)
                .sum();
    }
}
