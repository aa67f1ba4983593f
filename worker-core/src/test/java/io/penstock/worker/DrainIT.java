package io.penstock.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.GetResponse;
import io.penstock.Outcome;
import io.penstock.testbed.RabbitMqServer;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.WithServers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a worker ends that is told to. */
@WithServers(ServerKind.RABBITMQ)
class DrainIT {
    private final RabbitMqServer rabbit;
    private final String queue = Wire.freshQueue("drained");
    private Journal journal;
    private Producer producer;

    DrainIT(RabbitMqServer rabbit) {
        this.rabbit = rabbit;
    }

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        journal = Journal.in(folder);
        producer = new Producer(rabbit);
    }

    @AfterEach
    void put_right() {
        producer.close();
        rabbit.start();
    }

    @Test
    void a_worker_that_is_terminated_under_load_hands_back_what_it_has_not_done_as_if_it_had_never_had_it()
            throws Exception {
        List<String> ids = Producer.ids("job", 600);
        String output;
        try (ForkedWorker worker =
                worker(Duration.ofSeconds(10)).queue(queue, "CONCURRENCY", "10").start()) {
            producer.enqueue(queue, ids, "{\"millis\":20}");
            await().until(() -> journal.done().size() >= 100);
            worker.terminate();
            assertThat(worker.exitCode(Duration.ofSeconds(10))).isZero();
            output = worker.output();
        }
        assertThat(journal.done()).as("what was started was finished").hasSameSizeAs(journal.started());
        Matcher handedBack =
                Pattern.compile("stopped; (\\d+) deliveries were handed back").matcher(output);
        assertThat(handedBack.find()).as(output).isTrue();
        assertThat(Integer.parseInt(handedBack.group(1)))
                .as("prefetched and not started")
                .isBetween(20, 50);

        List<GetResponse> left = takeAll();
        assertThat(left).filteredOn(message -> !isUntouched(message)).isEmpty();
        Set<String> known = new HashSet<>(journal.idsDone());
        left.forEach(message -> assertThat(known.add(message.getProps().getMessageId()))
                .as("neither done nor there twice: " + message.getProps().getMessageId())
                .isTrue());
        assertThat(known).containsExactlyInAnyOrderElementsOf(ids);

        try (Wire wire = new Wire(rabbit);
                ForkedWorker next = worker(Duration.ofSeconds(10)).start()) {
            for (GetResponse message : left) {
                wire.publish(queue, message.getProps(), message.getBody());
            }
            await().until(() -> journal.idsDone().size() == ids.size());
            assertThat(next.http().metric("penstock_suspects_total")).isZero();
        }
        assertThat(journal.done()).hasSize(ids.size()).allMatch(line -> line.endsWith("at attempt 1"));
    }

    @Test
    void jobs_that_run_longer_than_the_grace_are_handed_back_and_run_elsewhere_at_the_same_attempt() throws Exception {
        try (ForkedWorker worker = worker(Duration.ofSeconds(3)).start()) {
            producer.enqueue(queue, List.of("sleepy"), "{\"millis\":60000}");
            producer.enqueue(queue, List.of("stubborn"), "{\"millis\":60000,\"stubborn\":true}");
            await().until(() -> journal.started().size() == 2);
            worker.terminate();
            assertThat(worker.exitCode(Duration.ofSeconds(4))).isZero();
            assertThat(worker.output()).contains("stopped; 2 deliveries were handed back");
        }
        assertThat(journal.done()).isEmpty();
        List<GetResponse> left = takeAll();
        assertThat(left).hasSize(2).allMatch(this::isUntouched);

        Map<String, Integer> attempts = new ConcurrentHashMap<>();
        try (Wire wire = new Wire(rabbit);
                TestWorker elsewhere = TestWorker.on(rabbit)
                        .handle(queue, (payload, context) -> {
                            attempts.put(context.job().id(), context.job().attempt());
                            return Outcome.done();
                        })
                        .start()) {
            for (GetResponse message : left) {
                wire.publish(queue, message.getProps(), message.getBody());
            }
            await().until(() -> attempts.equals(Map.of("sleepy", 1, "stubborn", 1)));
        }
    }

    @Test
    void a_second_signal_stops_at_once() throws Exception {
        try (ForkedWorker worker = worker(Duration.ofSeconds(60)).start()) {
            producer.enqueue(queue, List.of("endless"), "{\"millis\":60000}");
            await().until(() -> journal.started().size() == 1);
            worker.terminate();
            worker.awaitOutput("stopping: 1 jobs are running");
            worker.terminate();
            assertThat(worker.exitCode(Duration.ofSeconds(2))).isNotZero();
        }
    }

    @Test
    void a_worker_that_is_terminated_while_it_waits_for_a_broker_that_is_down_ends_cleanly_and_soon() throws Exception {
        String nobody = "amqp://guest:guest@127.0.0.1:1";
        try (ForkedWorker worker = ForkedWorker.on(nobody).runs(queue, journal).launch()) {
            worker.awaitOutput("trying again");
            worker.terminate();
            assertThat(worker.exitCode(Duration.ofSeconds(3))).isZero();
        }
    }

    @Test
    void a_worker_that_is_terminated_while_it_waits_for_a_broker_that_does_not_answer_ends_cleanly_and_soon()
            throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                ForkedWorker worker = ForkedWorker.on("amqp://guest:guest@127.0.0.1:" + silent.getLocalPort())
                        .runs(queue, journal)
                        .set("PENSTOCK_SHUTDOWN_GRACE", "5s")
                        .launch()) {
            worker.awaitOutput("health and metrics on port");
            worker.terminate();
            assertThat(worker.exitCode(Duration.ofSeconds(6))).isZero();
        }
    }

    @Test
    void a_worker_that_is_terminated_while_the_broker_does_not_answer_ends_cleanly_within_the_grace() throws Exception {
        try (ForkedWorker worker = worker(Duration.ofSeconds(6)).start()) {
            producer.enqueue(queue, List.of("quick"), "{\"millis\":1500}");
            await().until(() -> journal.started().size() == 1);
            rabbit.pause();
            worker.terminate();
            assertThat(worker.exitCode(Duration.ofSeconds(7))).isZero();
            assertThat(journal.done()).as("what was running came to its end").containsExactly("quick at attempt 1");
        }
    }

    @Test
    void a_worker_that_is_terminated_while_the_broker_is_down_lets_running_jobs_end() throws Exception {
        try (ForkedWorker worker = worker(Duration.ofSeconds(6)).start()) {
            producer.enqueue(queue, List.of("quick"), "{\"millis\":1500}");
            await().until(() -> journal.started().size() == 1);
            rabbit.kill();
            worker.awaitOutput("not consumed for the moment");
            worker.terminate();
            assertThat(worker.exitCode(Duration.ofSeconds(7))).isZero();
            assertThat(journal.done()).containsExactly("quick at attempt 1");
        }
    }

    private ForkedWorker.Builder worker(Duration grace) {
        return ForkedWorker.on(rabbit).runs(queue, journal).set("PENSTOCK_SHUTDOWN_GRACE", grace.toMillis() + "ms");
    }

    private List<GetResponse> takeAll() throws Exception {
        List<GetResponse> all = new ArrayList<>();
        try (Wire wire = new Wire(rabbit)) {
            for (GetResponse next = wire.channel().basicGet(queue, true);
                    next != null;
                    next = wire.channel().basicGet(queue, true)) {
                all.add(next);
            }
            assertThat(wire.ready(queue + ".suspects")).isZero();
        }
        return all;
    }

    /** Neither the attempt nor the broker's count of deliveries tells that a worker had it. */
    private boolean isUntouched(GetResponse message) {
        Map<String, Object> headers = message.getProps().getHeaders();
        return headers.getOrDefault("penstock-attempt", 1).equals(1)
                && headers.getOrDefault("x-delivery-count", 0L).equals(0L);
    }
}
