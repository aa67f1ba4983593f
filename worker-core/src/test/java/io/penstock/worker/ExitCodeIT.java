package io.penstock.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.testbed.RabbitMqServer;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.WithServers;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a worker that cannot start tells whoever started it. */
@WithServers(ServerKind.RABBITMQ)
class ExitCodeIT {
    private static final Duration SOON = Duration.ofSeconds(15);

    private final RabbitMqServer rabbit;
    private final String queue = Wire.freshQueue("never-consumed");
    private final Journal journal;

    ExitCodeIT(RabbitMqServer rabbit, @TempDir Path folder) throws Exception {
        this.rabbit = rabbit;
        this.journal = Journal.in(folder);
    }

    @Test
    void a_setting_with_a_wrong_value_ends_in_2_and_is_named_with_what_was_expected_and_got() throws Exception {
        String output = outputOf(ForkedWorker.on(rabbit).runs(queue, journal).queue(queue, "CONCURRENCY", "many"), 2);
        assertThat(output)
                .contains("_CONCURRENCY (environment): expected a whole number from 1 to 32767, got \"many\"");
    }

    @Test
    void an_object_store_root_that_does_not_exist_ends_in_2_and_is_named() throws Exception {
        String output =
                outputOf(ForkedWorker.on(rabbit).runs(queue, journal).set("OBJECT_STORE_ROOT", "/nowhere/at/all"), 2);
        assertThat(output).contains("OBJECT_STORE_ROOT: expected an existing folder", "/nowhere/at/all");
    }

    @Test
    void a_flag_that_nobody_knows_ends_in_2_and_is_named() throws Exception {
        String output = outputOf(ForkedWorker.on(rabbit).runs(queue, journal).flag("--penstock-http-prot=8082"), 2);
        assertThat(output).contains("PENSTOCK_HTTP_PROT (flag)", "--print-config");
    }

    @Test
    void a_broker_that_cannot_be_reached_ends_in_3_after_the_startup_wait() throws Exception {
        String output = outputOf(
                ForkedWorker.on("amqp://guest:s3cret@127.0.0.1:1")
                        .runs(queue, journal)
                        .set("PENSTOCK_STARTUP_WAIT", "1s"),
                3);
        assertThat(output)
                .contains("gave up after 1 s (PENSTOCK_STARTUP_WAIT)", "127.0.0.1:1", "refused")
                .doesNotContain("s3cret");
    }

    @Test
    void a_broker_that_refuses_the_password_ends_in_3_and_the_password_is_not_shown() throws Exception {
        String url = rabbit.url().replaceFirst("//([^:]+):[^@]+@", "//$1:s3cret@");
        String output = outputOf(ForkedWorker.on(url).runs(queue, journal).set("PENSTOCK_STARTUP_WAIT", "1s"), 3);
        assertThat(output).contains("ACCESS_REFUSED").doesNotContain("s3cret");
    }

    @Test
    void a_queue_with_other_arguments_ends_in_2_and_the_way_to_migrate_is_shown() throws Exception {
        try (Wire wire = new Wire(rabbit)) {
            wire.channel()
                    .queueDeclare(
                            queue,
                            true,
                            false,
                            false,
                            Map.of(
                                    "x-queue-type", "quorum",
                                    "x-dead-letter-exchange", "elsewhere"));
            wire.publish(queue, "kept", "{}");
            String output = outputOf(ForkedWorker.on(rabbit).runs(queue, journal), 2);
            assertThat(output)
                    .contains("queue " + queue + " (vhost /) exists with other arguments; nothing was changed")
                    .contains("argument x-dead-letter-exchange: expected 'penstock.dead', got 'elsewhere'")
                    .contains("migrate", "stop the consumers of " + queue, "rabbitmqctl delete_queue " + queue);
            assertThat(wire.ready(queue)).as("the queue was left alone").isEqualTo(1);
            wire.channel().queueDelete(queue);
        }
    }

    @Test
    void a_port_that_is_in_use_ends_in_2_and_is_named() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 50, InetAddress.getByName("0.0.0.0"))) {
            String port = Integer.toString(taken.getLocalPort());
            String output =
                    outputOf(ForkedWorker.on(rabbit).runs(queue, journal).set("PENSTOCK_HTTP_PORT", port), 2);
            assertThat(output).contains("PENSTOCK_HTTP_PORT: expected a free port, got " + port);
        }
    }

    @Test
    void the_configuration_is_printed_with_its_sources_and_without_its_secrets() throws Exception {
        String output = outputOf(
                ForkedWorker.on("amqp://shop:s3cret@mq.example:5672/vh")
                        .runs(queue, journal)
                        .set("REDIS_URL", "redis://:hush@redis.example:6379/9")
                        .set("PENSTOCK_SHUTDOWN_GRACE", "7s")
                        .flag("--print-config"),
                0);
        assertThat(output)
                .contains("RABBITMQ_URL = amqp://shop:***@mq.example:5672/vh   (environment)")
                .contains("REDIS_URL = redis://:***@redis.example:6379/9   (environment)")
                .contains("PENSTOCK_SHUTDOWN_GRACE = 7s   (environment)")
                .contains("PENSTOCK_QUEUES = " + queue + "   (flag)")
                .contains("PENSTOCK_STARTUP_WAIT = 60s   (default)")
                .contains("_CONCURRENCY = 20   (default)")
                .doesNotContain("s3cret", "hush");
    }

    private static String outputOf(ForkedWorker.Builder worker, int expectedCode) throws Exception {
        try (ForkedWorker launched = worker.launch()) {
            int code = launched.exitCode(SOON);
            assertThat(code).as(launched.output()).isEqualTo(expectedCode);
            return launched.output();
        }
    }
}
