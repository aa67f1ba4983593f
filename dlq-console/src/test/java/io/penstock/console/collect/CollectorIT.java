package io.penstock.console.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.penstock.console.letter.DeadLetter;
import io.penstock.console.letter.Envelope;
import io.penstock.console.letter.LetterContent;
import io.penstock.console.letter.LetterFilter;
import io.penstock.console.letter.Letters;
import io.penstock.console.letter.TenantScope;
import io.penstock.console.store.Database;
import io.penstock.console.store.Dialect;
import io.penstock.console.store.TestDatabases;
import io.penstock.internal.amqp.BrokerConnection;
import io.penstock.internal.amqp.Headers;
import io.penstock.internal.amqp.Topology;
import io.penstock.testbed.PostgresServer;
import io.penstock.testbed.RabbitMqServer;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.WithServers;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@WithServers({ServerKind.RABBITMQ, ServerKind.POSTGRES})
@ParameterizedClass
@EnumSource(Dialect.class)
class CollectorIT {
    private static final AtomicInteger COUNTER = new AtomicInteger();
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final Dialect dialect;
    private final String queue = "collected-" + COUNTER.incrementAndGet();
    private RabbitMqServer broker;
    private Database database;
    private Letters letters;
    private BrokerConnection connection;
    private Collector collector;

    CollectorIT(Dialect dialect) {
        this.dialect = dialect;
    }

    @BeforeEach
    void open(RabbitMqServer broker, PostgresServer postgres) throws Exception {
        this.broker = broker;
        database = TestDatabases.open(dialect, postgres);
        letters = new Letters(database.jdbi());
        connection = Collector.connect(broker.url());
        new Topology(connection).declareShared();
        new Topology(connection).declareQueue(queue, null);
    }

    @AfterEach
    void close() {
        if (collector != null) {
            collector.close();
        }
        connection.close();
        database.close();
    }

    private void start(ArrivalListener listener) {
        collector = new Collector(
                connection,
                new DeliveryReader(text -> text),
                new LetterStore(database, Clock.systemUTC(), listener),
                QueueSource.configured(List.of(queue)));
        collector.start();
    }

    @Test
    void what_is_stored_is_what_was_published_to_the_last_bit() throws Exception {
        byte[] notUtf8 = HexFormat.of().parseHex("fffe00c328a0");
        byte[] large = ("{\"text\":\"" + "x".repeat(1_048_500) + "\"}").getBytes(StandardCharsets.UTF_8);
        byte[] precise = "{\"amount\":12345678901234567890.123456789012345678901234567890,\"a\":1,\"a\":2}"
                .getBytes(StandardCharsets.UTF_8);
        byte[] everyType = HexFormat.of()
                .parseHex("20800000004c" + "017a7401" + "016242ff" + "016475ffff"
                        + "016669ffffffff" + "0168663fc00000" + "016a4402fffffb2e" + "016c5300000002ff41"
                        + "016d7800000003000102" + "016e4100000003567401" + "017056" + "0362696e");
        // the length of the table, and the message id "bin"
        everyType[5] = (byte) (everyType.length - 2 - 4 - 4);
        Envelope typed = Envelope.read(everyType);
        publish(typed.toPublish(), notUtf8);
        publish(dead("large").build(), large);
        publish(dead("precise").build(), precise);

        start(ArrivalListener.NONE);

        await().atMost(PATIENCE).until(() -> stored() == 3);
        assertThat(content("bin").body()).isEqualTo(notUtf8);
        assertThat(content("bin").envelope().wire()).isEqualTo(everyType);
        assertThat(content("large").body()).isEqualTo(large);
        assertThat(content("precise").body()).isEqualTo(precise);
        await().atMost(PATIENCE).until(() -> waiting() == 0);
    }

    @Test
    void headers_that_the_client_library_cannot_read_keep_nothing_back() throws Exception {
        StringBuilder value = new StringBuilder("56");
        for (int i = 0; i < 3_000; i++) {
            value.insert(0, "46" + HexFormat.of().toHexDigits(value.length() / 2 + 2) + "0161");
        }
        int length = value.length() / 2 + 2;
        byte[] wire =
                HexFormat.of().parseHex("2080" + HexFormat.of().toHexDigits(length) + "0161" + value + "0464656570");
        publishRaw(wire, new byte[] {'{', '}'});
        publish(dead("behind").build(), new byte[] {'{', '}'});

        start(ArrivalListener.NONE);

        await().atMost(PATIENCE).until(() -> stored() == 2);
        assertThat(content("deep").envelope().wire()).isEqualTo(wire);
    }

    @Test
    void what_a_worker_and_what_the_broker_says_of_a_death_is_known() throws Exception {
        Map<String, Object> headers = new HashMap<>(Map.of(
                Headers.DEAD_AT, "2026-11-25T10:15:30.123456789Z",
                Headers.DEAD_REASON, "attempts_exhausted",
                Headers.ERROR_CLASS, "java.io.IOException",
                Headers.ERROR_MESSAGE, "refused",
                Headers.ERROR_STACK, "java.io.IOException: refused\n\tat a.B.c(B.java:1)\n",
                Headers.WORKER, "host/1 penstock/0.1.0",
                Headers.TENANT, "acme",
                Headers.USER, "u1",
                Headers.ATTEMPT, 8,
                Headers.REPLAY_ID, "17"));
        publish(
                new BasicProperties.Builder()
                        .messageId("ours")
                        .type("t")
                        .headers(headers)
                        .build(),
                new byte[0]);
        publish(
                new BasicProperties.Builder()
                        .messageId("of-the-default-type")
                        .headers(Map.of(Headers.TYPE, "email.send"))
                        .build(),
                new byte[0]);
        try (Channel channel = channel()) {
            channel.basicPublish(
                    "",
                    queue,
                    new BasicProperties.Builder()
                            .messageId("expired")
                            .expiration("1")
                            .build(),
                    new byte[2]);
        }

        start(ArrivalListener.NONE);

        await().atMost(PATIENCE).until(() -> stored() == 3);
        DeadLetter ours = letter("ours");
        assertThat(ours.job()).isEqualTo(new DeadLetter.Job("ours", queue, "t", "acme", "u1", 8, 0));
        assertThat(ours.death().at()).isEqualTo("2026-11-25T10:15:30.123Z");
        assertThat(ours.death().errorClass()).isEqualTo("java.io.IOException");
        assertThat(ours.status().replayId()).isEqualTo("17");
        assertThat(letter("of-the-default-type").job().type()).isEqualTo("email.send");
        DeadLetter expired = letter("expired");
        assertThat(expired.death().reason()).isEqualTo("expired");
        assertThat(expired.death().errorClass()).isNull();
        assertThat(expired.death().at())
                .isBetween(
                        ours.status().collectedAt().minusSeconds(60),
                        ours.status().collectedAt().plusSeconds(60));
    }

    @Test
    void each_is_stored_once_though_connections_break_and_the_broker_dies() throws Exception {
        int count = 1_500;
        AtomicInteger failures = new AtomicInteger();
        publishMany(0, count / 2);
        start((handle, added) -> {
            if (added.stream().anyMatch(each -> each.letter().job().id().equals("job-7"))
                    && failures.incrementAndGet() < 4) {
                throw new IllegalStateException("job 7 cannot be stored for a while");
            }
        });
        await().atMost(PATIENCE).until(() -> stored() > 200);
        broker.cutConnections();
        publishMany(count / 2, count);
        await().atMost(PATIENCE).until(() -> stored() > count / 2);
        broker.kill();
        broker.start();

        await().atMost(PATIENCE).until(() -> stored() == count && waiting() == 0);
        assertThat(distinctJobs()).isEqualTo(count);
        assertThat(failures).hasValueGreaterThanOrEqualTo(4);
    }

    @Test
    void an_outage_of_the_database_loses_nothing(PostgresServer postgres) throws Exception {
        if (dialect == Dialect.H2) {
            return; // H2 is part of this process
        }
        start(ArrivalListener.NONE);
        publishMany(0, 100);
        await().atMost(PATIENCE).until(() -> stored() == 100);
        postgres.kill();
        publishMany(100, 300);
        await().atMost(PATIENCE)
                .until(() -> collector.states().getFirst().state().startsWith("waiting"));
        postgres.start();

        await().atMost(PATIENCE).ignoreExceptions().until(() -> stored() == 300 && waiting() == 0);
        assertThat(distinctJobs()).isEqualTo(300);
    }

    @Test
    void messages_that_say_nothing_of_themselves_are_stored_each() throws Exception {
        start(ArrivalListener.NONE);
        publish(new BasicProperties(), new byte[0]);
        publish(new BasicProperties(), new byte[0]);

        await().atMost(PATIENCE).until(() -> stored() == 2);
        assertThat(letters.page(TenantScope.ALL, LetterFilter.ALL, null, 10).letters())
                .allSatisfy(letter -> assertThat(letter.death().reason()).isEqualTo("unknown"));
    }

    @Test
    void queues_are_found_on_the_broker() throws Exception {
        String user = URI.create(broker.url()).getUserInfo();
        URI api = URI.create(broker.managementUrl().replace("://", "://" + user + "@"));
        QueueSource managed = new ManagedQueues(api, "/");
        QueueSource known = Collector.known(connection, () -> List.of(queue, "no-such-queue"));

        await().atMost(PATIENCE).until(() -> managed.queues().contains(queue));
        assertThat(known.queues()).containsExactly(queue);
        assertThat(known.and(QueueSource.configured(List.of("more"))).queues()).containsExactly(queue, "more");
    }

    private static BasicProperties.Builder dead(String id) {
        return new BasicProperties.Builder()
                .messageId(id)
                .deliveryMode(2)
                .headers(Map.of(
                        Headers.DEAD_AT, "2026-11-25T10:15:30Z",
                        Headers.DEAD_REASON, "rejected",
                        Headers.ERROR_CLASS, "a.E" + id.hashCode() % 40));
    }

    private void publishMany(int from, int to) throws Exception {
        try (Channel channel = channel()) {
            channel.confirmSelect();
            for (int i = from; i < to; i++) {
                channel.basicPublish("", queue + ".dlq", dead("job-" + i).build(), new byte[] {'{', '}'});
            }
            channel.waitForConfirmsOrDie(30_000);
        }
    }

    private void publish(BasicProperties properties, byte[] body) throws Exception {
        try (Channel channel = channel()) {
            channel.confirmSelect();
            channel.basicPublish("", queue + ".dlq", properties, body);
            channel.waitForConfirmsOrDie(30_000);
        }
    }

    private void publishRaw(byte[] wire, byte[] body) throws Exception {
        publish(new UnreadableProperties(wire), body);
    }

    /** Each on a connection of its own, as some are cut. */
    private Channel channel() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(broker.url());
        factory.setAutomaticRecoveryEnabled(false);
        Connection own = factory.newConnection();
        Channel channel = own.createChannel();
        channel.addShutdownListener(cause -> own.abort(1_000));
        return channel;
    }

    private long stored() {
        return letters.count(TenantScope.ALL, LetterFilter.ALL).value();
    }

    private int distinctJobs() {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT COUNT(DISTINCT job_id) FROM dead_letter")
                        .mapTo(Integer.class)
                        .one());
    }

    private DeadLetter letter(String job) {
        return letters.ofJob(TenantScope.ALL, job).getFirst();
    }

    private LetterContent content(String job) {
        return letters.content(TenantScope.ALL, letter(job).id()).orElseThrow();
    }

    /** Ready or delivered and not acknowledged. */
    private int waiting() {
        List<String> lines = new ArrayList<>(
                broker.ctl("list_queues", "name", "messages").lines().toList());
        return lines.stream()
                .map(line -> line.split("\\s+"))
                .filter(words -> words[0].equals(queue + ".dlq"))
                .mapToInt(words -> Integer.parseInt(words[1]))
                .sum();
    }
}
