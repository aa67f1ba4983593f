package io.penstock.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.GetResponse;
import io.penstock.Job;
import io.penstock.Outcome;
import io.penstock.testbed.RabbitMqServer;
import io.penstock.testbed.RedisServer;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.WithServers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of jobs when their worker dies without a word. */
@WithServers({ServerKind.RABBITMQ, ServerKind.REDIS})
class WorkerCrashIT {
    private final RabbitMqServer rabbit;
    private final RedisServer redis;

    WorkerCrashIT(RabbitMqServer rabbit, RedisServer redis) {
        this.rabbit = rabbit;
        this.redis = redis;
    }

    @Test
    void a_job_whose_worker_is_killed_in_the_middle_is_run_by_the_next_worker_at_the_same_attempt(@TempDir Path folder)
            throws Exception {
        String queue = Wire.freshQueue("killed");
        Journal journal = Journal.in(folder);
        try (ForkedWorker victim = ForkedWorker.on(rabbit).runs(queue, journal).start();
                Producer producer = new Producer(rabbit)) {
            producer.enqueue(queue, List.of("halfway"), "{\"millis\":60000}");
            await().until(() -> journal.started().contains("halfway at attempt 1"));
            victim.kill();
        }
        BlockingQueue<Job> seen = new LinkedBlockingQueue<>();
        try (TestWorker next = TestWorker.on(rabbit)
                .handle(queue, (payload, context) -> {
                    seen.add(context.job());
                    return Outcome.done();
                })
                .start()) {
            Job job = seen.poll(10, TimeUnit.SECONDS);
            assertThat(job).as("the job that was lost ran").isNotNull();
            assertThat(job.id()).isEqualTo("halfway");
            assertThat(job.attempt())
                    .as("the crash of a worker is not the job's failure")
                    .isEqualTo(1);
        }
        assertThat(journal.done()).isEmpty();
    }

    @Test
    void a_job_that_kills_its_worker_is_dead_lettered_alone_and_the_hundred_around_it_are_done(@TempDir Path folder)
            throws Exception {
        String queue = Wire.freshQueue("poisoned");
        poisonIsFound(ForkedWorker.on(rabbit), queue, folder);
    }

    @Test
    void a_ledger_in_which_its_dead_worker_still_holds_the_job_does_not_hide_that_it_kills(@TempDir Path folder)
            throws Exception {
        ForkedWorker.Builder workers =
                ForkedWorker.on(rabbit).set("REDIS_URL", redis.url()).set("PENSTOCK_LEDGER_LEASE", "2s");
        poisonIsFound(workers, Wire.freshQueue("poisoned"), folder);
    }

    private void poisonIsFound(ForkedWorker.Builder builder, String queue, Path folder) throws Exception {
        Journal journal = Journal.in(folder);
        ForkedWorker.Builder workers =
                builder.runs(queue, journal).queue(queue, "PREFETCH", "50").queue(queue, "CONCURRENCY", "10");
        List<String> innocent = Producer.ids("innocent", 100);
        int deaths = 0;
        try (Wire wire = new Wire(rabbit);
                Producer producer = new Producer(rabbit)) {
            declare(workers);
            producer.enqueue(queue, innocent.subList(0, 5), "{\"millis\":20}");
            producer.enqueue(queue, List.of("poison"), "{\"fatal\":true}");
            producer.enqueue(queue, innocent.subList(5, 100), "{\"millis\":20}");
            while (diesBeforeAllIsSettled(workers, wire, queue, journal)) {
                deaths++;
            }
            GetResponse dead = wire.dead(queue);
            assertThat(dead.getProps().getMessageId()).isEqualTo("poison");
            assertThat(Wire.header(dead, "penstock-dead-reason")).isEqualTo("delivery_limit");
            assertThat(Wire.header(dead, "penstock-error-class")).isEqualTo("io.penstock.WorkerCrashed");
            assertThat(Wire.header(dead, "penstock-error-message")).contains("3 times", "alone");
            assertThat(Wire.header(dead, "penstock-origin-queue")).isEqualTo(queue);
            assertThat(wire.ready(queue + ".dlq"))
                    .as("nothing else was dead-lettered")
                    .isZero();
        }
        assertThat(journal.idsDone()).containsExactlyInAnyOrderElementsOf(innocent);
        assertThat(deaths).as("workers that it took with it").isBetween(4, 6);
    }

    /** Queues exist once a worker was there. */
    private static void declare(ForkedWorker.Builder workers) throws Exception {
        try (ForkedWorker worker = workers.start()) {
            worker.terminate();
            assertThat(worker.exitCode(Duration.ofSeconds(10))).isZero();
        }
    }

    private static boolean diesBeforeAllIsSettled(
            ForkedWorker.Builder workers, Wire wire, String queue, Journal journal) throws Exception {
        try (ForkedWorker worker = workers.launch()) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> !worker.isAlive()
                            || (wire.ready(queue + ".dlq") > 0
                                    && journal.idsDone().size() == 100));
            return !worker.isAlive();
        }
    }
}
