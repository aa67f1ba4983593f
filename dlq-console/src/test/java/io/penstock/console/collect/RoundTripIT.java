package io.penstock.console.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import io.penstock.console.letter.DeadLetter;
import io.penstock.console.letter.Envelope;
import io.penstock.console.letter.LetterContent;
import io.penstock.console.letter.LetterFilter;
import io.penstock.console.letter.Letters;
import io.penstock.console.letter.Property;
import io.penstock.console.letter.TenantScope;
import io.penstock.console.redact.LetterView;
import io.penstock.console.replay.BrokerDestinations;
import io.penstock.console.replay.Outcomes;
import io.penstock.console.replay.Planner;
import io.penstock.console.replay.Replay;
import io.penstock.console.replay.ReplayControl;
import io.penstock.console.replay.ReplayRunner;
import io.penstock.console.replay.ReplaySettings;
import io.penstock.console.replay.Replays;
import io.penstock.console.store.Database;
import io.penstock.console.store.Dialect;
import io.penstock.console.store.TestDatabases;
import io.penstock.internal.amqp.BrokerConnection;
import io.penstock.internal.amqp.Publisher;
import io.penstock.internal.amqp.Topology;
import io.penstock.testbed.PostgresServer;
import io.penstock.testbed.RabbitMqServer;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.WithServers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Dead letters from the queue into the database, from there to whoever looks, and back to the queue. */
@WithServers({ServerKind.RABBITMQ, ServerKind.POSTGRES})
@ParameterizedClass
@EnumSource(Dialect.class)
class RoundTripIT {
    private static final AtomicInteger COUNTER = new AtomicInteger();
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    /** One header of each type: the third character pair of each is its type. */
    private static final List<String> EVERY_TYPE = List.of(
            "016174" + "01",
            "016262" + "ff",
            "016342" + "ff",
            "016473" + "ffff",
            "016575" + "ffff",
            "016649" + "ffffffff",
            "016769" + "ffffffff",
            "01686c" + "fffffffffffffff0",
            "016a66" + "3fc00000",
            "016b64" + "3ff8000000000001",
            "016c44" + "02fffffb2e",
            "016d53" + "00000002ff41",
            "016e78" + "00000003000102",
            "016f41" + "00000006" + "7401" + "62ff" + "7400",
            "017046" + "00000007" + "017149" + "00000001",
            "017154" + "0000000065000000",
            "017256");

    private final Dialect dialect;
    private final String queue = "round-" + COUNTER.incrementAndGet();

    RoundTripIT(Dialect dialect) {
        this.dialect = dialect;
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
    private record Received(byte[] wire, byte[] body) {}

    @Test
    void bodies_and_headers_of_every_kind_come_back_to_the_last_bit(RabbitMqServer broker, PostgresServer postgres)
            throws Exception {
        Map<String, byte[]> bodies = Map.of(
                "binary", HexFormat.of().parseHex("fffe00c328a0"),
                "large", ("{\"text\":\"" + "x".repeat(1_048_565) + "\"}").getBytes(StandardCharsets.UTF_8),
                "precise",
                        "{\"a\":12345678901234567890.123456789012345678901234567890,\"a\" : 1e-400}"
                                .getBytes(StandardCharsets.UTF_8));
        try (Database database = TestDatabases.open(dialect, postgres);
                BrokerConnection collecting = Collector.connect(broker.url());
                BrokerConnection publishing = new BrokerConnection(broker.url(), "test-publishes");
                Publisher publisher = new Publisher(publishing, "test")) {
            new Topology(publishing).declareShared();
            new Topology(publishing).declareQueue(queue, null);
            for (var each : bodies.entrySet()) {
                publish(publishing, each.getKey(), each.getValue());
            }
            var letters = new Letters(database.jdbi());
            collect(database, collecting, letters);
            for (DeadLetter letter : all(letters)) {
                LetterContent content =
                        letters.content(TenantScope.ALL, letter.id()).orElseThrow();
                shows(
                        LetterView.revealed(letter, content),
                        bodies.get(letter.job().id()));
            }

            String replay = replay(database, publishing, publisher);
            BlockingQueue<Received> received = receive(collecting);
            for (int i = 0; i < bodies.size(); i++) {
                Received one = received.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                String id = Envelope.read(one.wire()).text(Property.MESSAGE_ID);
                assertThat(one.body()).as(id).isEqualTo(bodies.get(id));
                assertThat(HexFormat.of().formatHex(one.wire())).as(id).isEqualTo(wire(id, replay));
            }
        }
    }

    /** Content type, headers, delivery mode and message id; and the replay's id as the last header. */
    private static String wire(String id, String replay) {
        String headers = String.join("", EVERY_TYPE);
        if (!replay.isEmpty()) {
            String name = "penstock-replay-id";
            headers += hex(name) + "53" + HexFormat.of().toHexDigits(replay.length()) + text(replay);
        }
        return "b080" + hex("text/odd") + HexFormat.of().toHexDigits(headers.length() / 2) + headers + "02" + hex(id);
    }

    private static String hex(String text) {
        return HexFormat.of().toHexDigits((byte) text.length()) + text(text);
    }

    private static String text(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    private void publish(BrokerConnection connection, String id, byte[] body) throws Exception {
        try (Channel channel = connection.get().createChannel()) {
            channel.confirmSelect();
            BasicProperties properties =
                    Envelope.read(HexFormat.of().parseHex(wire(id, ""))).toPublish();
            channel.basicPublish("", queue + ".dlq", properties, body);
            channel.waitForConfirmsOrDie(30_000);
        }
    }

    private void collect(Database database, BrokerConnection connection, Letters letters) {
        try (var collector = new Collector(
                connection,
                new DeliveryReader(text -> text),
                new LetterStore(database, Clock.systemUTC(), new Outcomes(Clock.systemUTC())),
                QueueSource.configured(List.of(queue)))) {
            collector.start();
            await().atMost(PATIENCE).until(() -> all(letters).size() == 3);
        }
    }

    private static List<DeadLetter> all(Letters letters) {
        return letters.page(TenantScope.ALL, LetterFilter.ALL, null, 10).letters();
    }

    private static void shows(LetterView view, byte[] body) {
        byte[] shown = view.payload().form() == LetterView.Form.BINARY
                ? Base64.getDecoder().decode(view.payload().text())
                : view.payload().text().getBytes(StandardCharsets.UTF_8);
        assertThat(shown).isEqualTo(body);
        assertThat(view.headers()).hasSize(EVERY_TYPE.size());
        assertThat(view.headers().get("c").type()).isEqualTo("unsigned byte");
        assertThat(view.headers().get("g").value()).isEqualTo(4_294_967_295L);
    }

    private String replay(Database database, BrokerConnection connection, Publisher publisher) {
        var planner = new Planner(database, new BrokerDestinations(connection), Clock.systemUTC());
        var result = (Planner.Result.Planned) planner.plan(
                TenantScope.ALL,
                new Planner.Selection.Filter(LetterFilter.ALL),
                new ReplaySettings(1_000, 0, 1, null, null, false),
                "alice",
                "test");
        Replay replay = result.replay();
        try (var runner = new ReplayRunner(database, connection, publisher, Clock.systemUTC())) {
            runner.start();
            new ReplayControl(database, Clock.systemUTC(), runner::wake).start(TenantScope.ALL, replay.id());
            var replays = new Replays(database.jdbi());
            await().atMost(PATIENCE).until(() -> replays.counts(replay.id()).left() == 0);
        }
        return replay.id();
    }

    private BlockingQueue<Received> receive(BrokerConnection connection) throws Exception {
        RawConnection raw = (RawConnection) connection.get();
        Channel channel = raw.createChannel();
        Queue<byte[]> properties = raw.headers().of(channel.getChannelNumber());
        properties.clear();
        BlockingQueue<Received> received = new LinkedBlockingQueue<>();
        channel.basicConsume(queue, true, new DefaultConsumer(channel) {
            @Override
            public void handleDelivery(
                    String tag, com.rabbitmq.client.Envelope delivery, BasicProperties none, byte[] body) {
                received.add(new Received(properties.remove(), body));
            }
        });
        return received;
    }
}
