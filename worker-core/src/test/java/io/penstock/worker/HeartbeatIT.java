package io.penstock.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.Outcome;
import io.penstock.internal.amqp.BrokerConnection;
import io.penstock.internal.fleet.FleetEar;
import io.penstock.internal.fleet.FleetVoice;
import io.penstock.internal.fleet.WorkerReport;
import io.penstock.testbed.RabbitMqServer;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.WithServers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What workers tell of themselves. */
@WithServers(ServerKind.RABBITMQ)
class HeartbeatIT {
    private final RabbitMqServer rabbit;
    private final String queue = Wire.freshQueue("beating");
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private BrokerConnection connection;

    HeartbeatIT(RabbitMqServer rabbit) {
        this.rabbit = rabbit;
    }

    @BeforeEach
    void listen() throws IOException {
        connection = new BrokerConnection(rabbit.url(), "test");
        boolean begun = new FleetEar(
                        connection, FleetVoice.BEAT, body -> heard.add(new String(body, StandardCharsets.UTF_8)))
                .listen();
        assertThat(begun).isTrue();
    }

    @AfterEach
    void stop_listening() {
        connection.close();
    }

    private Optional<WorkerReport> last(Predicate<WorkerReport> wanted) {
        return heard.reversed().stream()
                .map(HeartbeatIT::read)
                .filter(report ->
                        report.queues().stream().anyMatch(seen -> seen.queue().equals(queue)))
                .filter(wanted)
                .findFirst();
    }

    private static WorkerReport read(String json) {
        try {
            return WorkerReport.read(json.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError("expected a report, got " + json, e);
        }
    }

    private WorkerReport awaitReport(Predicate<WorkerReport> wanted) {
        return await().until(() -> last(wanted), Optional::isPresent).orElseThrow();
    }

    @Test
    void a_worker_tells_who_it_is_what_runs_and_that_it_ends_and_no_payload_or_secret() throws Exception {
        CountDownLatch mayEnd = new CountDownLatch(1);
        Instant before = Instant.now();
        try (Wire wire = new Wire(rabbit);
                TestWorker worker = TestWorker.on(rabbit)
                        .set("PENSTOCK_FLEET_INTERVAL", "200ms")
                        .queue(queue, "CONCURRENCY", "3")
                        .handle(queue, (payload, context) -> {
                            mayEnd.await();
                            return Outcome.done();
                        })
                        .start()) {
            wire.publish(queue, "job-1", "{\"to\":\"somebody@example.com\"}", Map.of("penstock-tenant", "acme"));
            WorkerReport report =
                    awaitReport(seen -> seen.state() == WorkerReport.State.READY && seen.runningTotal() == 1);

            assertThat(report.pid()).isEqualTo(ProcessHandle.current().pid());
            assertThat(report.host()).isEqualTo(Identity.host());
            assertThat(report.version()).isEqualTo(Identity.version());
            assertThat(report.startedAt()).isBetween(before, Instant.now());
            assertThat(report.intervalMillis()).isEqualTo(200);
            assertThat(report.queues()).containsExactly(new WorkerReport.Queue(queue, 3, 1, false, "consuming"));
            WorkerReport.Running job = report.running().getFirst();
            assertThat(job.jobId()).isEqualTo("job-1");
            assertThat(job.type()).isEqualTo(queue + ".test");
            assertThat(job.tenant()).isEqualTo("acme");
            assertThat(job.attempt()).isEqualTo(1);
            assertThat(job.since()).isBetween(before, Instant.now());

            mayEnd.countDown();
            awaitReport(seen -> seen.runningTotal() == 0 && seen.at().isAfter(job.since()));
            worker.drain();
        }
        awaitReport(seen -> seen.state() == WorkerReport.State.STOPPED);
        String password = rabbit.url().replaceFirst(".*:([^:@]+)@.*", "$1");
        assertThat(heard).noneMatch(json -> json.contains(password) || json.contains("example.com"));
    }
}
