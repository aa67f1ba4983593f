package io.penstock.console.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import io.penstock.client.JobClient;
import io.penstock.console.access.Role;
import io.penstock.console.enqueue.JobIntake;
import io.penstock.console.enqueue.KnownJobs;
import io.penstock.console.schema.PayloadSchemas;
import io.penstock.console.schema.PluginJar;
import io.penstock.console.store.Database;
import io.penstock.internal.amqp.BrokerConnection;
import io.penstock.internal.amqp.Topology;
import io.penstock.internal.contract.ContractDocuments;
import io.penstock.testbed.RabbitMqServer;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.WithServers;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@WithServers(ServerKind.RABBITMQ)
class JobRoutesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int LARGEST_PAYLOAD = 300_000;
    private final String queue = "enqueued-" + UUID.randomUUID();
    private RabbitMqServer broker;
    private BrokerConnection declaring;
    private Connection connection;
    private JobClient client;
    private Database database;
    private TestConsole console;
    private String token;

    @TempDir
    private Path plugins;

    @BeforeEach
    void open(RabbitMqServer broker) throws Exception {
        this.broker = broker;
        declaring = new BrokerConnection(broker.url(), "test");
        new Topology(declaring).declareShared();
        new Topology(declaring).declareQueue(queue, null);
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(URI.create(broker.url()));
        connection = factory.newConnection();
        database = TestConsole.inMemory();
        client = JobClient.builder(broker.url()).timeout(Duration.ofSeconds(3)).build();
        PluginJar.write(plugins.resolve("greeting.jar"), "greeting.say", schemaFor(queue));
        KnownJobs known = new KnownJobs(database, Duration.ofDays(7), Clock.systemUTC());
        PayloadSchemas schemas = PayloadSchemas.of(ContractDocuments.find(plugins));
        console = new TestConsole(
                database, new JobRoutes(new JobIntake(client, known), schemas, LARGEST_PAYLOAD).routes());
        token = console.token(Role.PRODUCER);
    }

    @AfterEach
    void close() throws Exception {
        broker.clearAlarms();
        console.close();
        client.close();
        connection.close();
        declaring.close();
    }

    private static String schemaFor(String queue) {
        return """
            {"$schema": "https://json-schema.org/draft/2020-12/schema", "x-penstock-queue": "%s", "type": "object",
             "additionalProperties": false, "required": ["name"],
             "properties": {"name": {"type": "string"}, "amount": {"type": "number"}, "padding": {"type": "string"}}}""".formatted(queue);
    }

    private TestConsole.Reply post(String token, String body) throws Exception {
        return console.ask("POST", "/api/v1/jobs").token(token).body(body).reply();
    }

    private TestConsole.Reply post(String body) throws Exception {
        return post(token, body);
    }

    private String job(String fields) {
        return "{\"queue\":\"" + queue + "\",\"payload\":{\"name\":\"world\"}" + fields + "}";
    }

    /** What the queue holds, taken out of it. */
    private List<GetResponse> messages() throws Exception {
        try (var channel = connection.createChannel()) {
            List<GetResponse> all = new ArrayList<>();
            for (GetResponse one = channel.basicGet(queue, true); one != null; one = channel.basicGet(queue, true)) {
                all.add(one);
            }
            return all;
        }
    }

    private static String field(TestConsole.Reply reply) {
        return reply.json().path("field").textValue();
    }

    @Test
    void a_job_is_in_its_queue_when_its_id_is_told() throws Exception {
        String body =
                job(",\"id\":\"order-7\",\"type\":\"greeting.say\",\"tenant\":\"acme\",\"user\":\"u-7\",\"max_attempts\":3")
                        .replace("\"world\"", "\"world\",\"amount\":12345678901234567890.10");
        TestConsole.Reply reply = post(body);
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.json().toString()).isEqualTo("{\"id\":\"order-7\"}");

        GetResponse message = messages().getFirst();
        assertThat(new String(message.getBody(), StandardCharsets.UTF_8))
                .isEqualTo("{\"name\":\"world\",\"amount\":12345678901234567890.10}");
        assertThat(message.getProps().getMessageId()).isEqualTo("order-7");
        assertThat(message.getProps().getType()).isEqualTo("greeting.say");
        assertThat(message.getProps().getDeliveryMode()).isEqualTo(2);
        assertThat(message.getProps().getHeaders().get("penstock-tenant")).hasToString("acme");
        assertThat(message.getProps().getHeaders().get("penstock-user")).hasToString("u-7");
        assertThat(message.getProps().getHeaders().get("penstock-max-attempts")).isEqualTo(3);
    }

    @Test
    void a_job_without_an_id_gets_one() throws Exception {
        String id = post(job("")).json().path("id").textValue();
        assertThat(messages().getFirst().getProps().getMessageId()).isEqualTo(id);
    }

    @Test
    void the_same_id_twice_is_one_job_and_with_another_payload_a_conflict() throws Exception {
        String first = job(",\"id\":\"a\"").replace("\"world\"", "\"world\",\"amount\":1");
        String reordered = job(",\"id\":\"a\"").replace("\"name\":\"world\"", "\"amount\":1,\"name\":\"world\"");
        assertThat(post(first).status()).isEqualTo(202);
        assertThat(post(reordered).json().toString()).isEqualTo("{\"id\":\"a\",\"known\":true}");
        assertThat(post(job(",\"id\":\"a\"")).status()).isEqualTo(409);
        assertThat(messages()).hasSize(1);
    }

    @Test
    void tenants_do_not_share_their_ids() throws Exception {
        String acme = console.tenantToken(Role.PRODUCER, "acme");
        String other = console.tenantToken(Role.PRODUCER, "other");
        assertThat(post(acme, job(",\"id\":\"a\"")).status()).isEqualTo(202);
        TestConsole.Reply reply = post(other, job(",\"id\":\"a\"").replace("world", "moon"));
        assertThat(reply.json().toString()).isEqualTo("{\"id\":\"a\"}");
        assertThat(messages()).hasSize(2);
    }

    @Test
    void twenty_calls_at_once_with_one_id_are_one_job() throws Exception {
        try (ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Integer> call = () -> post(job(",\"id\":\"a\"")).status();
            List<Future<Integer>> answers =
                    calls.invokeAll(IntStream.range(0, 20).mapToObj(i -> call).toList());
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isIn(202, 503);
            }
        }
        assertThat(post(job(",\"id\":\"a\"")).json().path("known").booleanValue())
                .isTrue();
        assertThat(messages()).hasSize(1);
    }

    @Test
    void a_payload_that_does_not_fit_its_types_schema_is_refused_by_field() throws Exception {
        TestConsole.Reply unknown = post(job("").replace("\"name\"", "\"nmae\""));
        assertThat(unknown.status()).isEqualTo(422);
        assertThat(field(unknown)).isIn("/payload/nmae", "/payload/name");
        TestConsole.Reply wrong = post(job("").replace("\"world\"", "7"));
        assertThat(field(wrong)).isEqualTo("/payload/name");
        assertThat(post(job(",\"type\":\"other.type\"").replace("\"name\"", "\"nmae\""))
                        .status())
                .isEqualTo(202);
        assertThat(messages()).hasSize(1);
    }

    @Test
    void what_no_worker_could_read_is_refused_by_field() throws Exception {
        assertThat(field(post(job(",\"id\":\"a b\"")))).isEqualTo("id");
        assertThat(field(post(job(",\"id\":\"other/a\"")))).isEqualTo("id");
        assertThat(field(post(job(",\"id\":\"a\\u0000\"")))).isEqualTo("id");
        assertThat(field(post(job(",\"type\":\"a b\"")))).isEqualTo("type");
        assertThat(field(post(job(",\"max_attempts\":0")))).isEqualTo("max_attempts");
        assertThat(field(post(job(",\"tenant\":\"\"")))).isEqualTo("tenant");
        assertThat(field(post(job(",\"run_at\":\"tomorrow\"")))).isEqualTo("run_at");
        assertThat(field(post("{\"queue\":\"" + queue + "\"}"))).isEqualTo("payload");
        assertThat(field(post("{\"queue\":\"" + queue + "\",\"payload\":[1]}"))).isEqualTo("payload");
        assertThat(field(post("{\"queue\":\"A.B\",\"payload\":{}}"))).isEqualTo("queue");
        assertThat(field(post("{\"queue\":\"A.B\",\"payload\":{},\"jobs\":[]}")))
                .isNotNull();
        String large = job("").replace("\"world\"", "\"world\",\"padding\":\"" + "x".repeat(LARGEST_PAYLOAD) + "\"");
        assertThat(field(post(large))).isEqualTo("payload");
        assertThat(post(job("").replace("world", "x".repeat(9 * 1024 * 1024))).status())
                .isEqualTo(413);
        assertThat(messages()).isEmpty();
    }

    @Test
    void a_queue_that_nobody_declared_is_said_to_be_none() throws Exception {
        TestConsole.Reply reply = post("{\"queue\":\"no-such-queue\",\"payload\":{},\"id\":\"x\"}");
        assertThat(reply.status()).isEqualTo(422);
        assertThat(field(reply)).isEqualTo("queue");
        assertThat(reply.json().path("detail").textValue()).contains("no such queue");
        TestConsole.Reply delayed =
                post("{\"queue\":\"no-such-queue\",\"payload\":{},\"run_at\":\"2100-01-01T00:00:00Z\"}");
        assertThat(field(delayed)).isEqualTo("queue");
    }

    @Test
    void of_a_batch_each_job_has_its_own_answer() throws Exception {
        String jobs = String.join(
                ",",
                job(",\"id\":\"a\""),
                job(",\"id\":\"b\"").replace("\"world\"", "7"),
                job(",\"id\":\"a\""),
                job(",\"id\":\"a\"").replace("world", "moon"),
                job(",\"surprise\":1"),
                "{\"queue\":\"no-such-queue\",\"payload\":{},\"id\":\"c\"}",
                "7",
                job(""));
        TestConsole.Reply reply = post("{\"jobs\":[" + jobs + "]}");
        assertThat(reply.status()).isEqualTo(202);
        JsonNode results = reply.json().path("results");
        assertThat(results.findValuesAsText("status"))
                .containsExactly("202", "422", "202", "409", "400", "422", "400", "202");
        assertThat(results.get(0).toString()).isEqualTo("{\"id\":\"a\",\"status\":202}");
        assertThat(results.get(1).path("id").textValue()).isEqualTo("b");
        assertThat(results.get(1).path("problem").path("field").textValue()).isEqualTo("/payload/name");
        assertThat(results.get(2).path("known").booleanValue()).isTrue();
        assertThat(results.get(4).path("problem").path("field").textValue()).isEqualTo("surprise");
        assertThat(results.get(5).path("problem").path("field").textValue()).isEqualTo("queue");
        assertThat(reply.json().path("accepted").intValue()).isEqualTo(3);
        assertThat(reply.json().path("refused").intValue()).isEqualTo(5);
        assertThat(messages()).hasSize(2);
    }

    @Test
    void a_thousand_jobs_come_in_one_call_and_again_as_none() throws Exception {
        String jobs = String.join(
                ",",
                IntStream.range(0, 1_000)
                        .mapToObj(i -> job(",\"id\":\"j" + i + "\""))
                        .toList());
        assertThat(post("{\"jobs\":[" + jobs + "]}").json().path("accepted").intValue())
                .isEqualTo(1_000);
        assertThat(post("{\"jobs\":[" + jobs + "]}").json().path("results").findValuesAsText("known"))
                .hasSize(1_000);
        assertThat(messages()).hasSize(1_000);
        assertThat(post("{\"jobs\":[" + jobs + "," + job("") + "]}").status()).isEqualTo(400);
    }

    @Test
    void a_job_for_later_is_not_there_before() throws Exception {
        Instant due = Instant.now().plusSeconds(2);
        assertThat(post(job(",\"run_at\":\"" + due + "\"")).status()).isEqualTo(202);
        assertThat(messages()).isEmpty();
        await().atMost(PATIENCE).until(() -> {
            boolean there = !messages().isEmpty();
            assertThat(there && Instant.now().isBefore(due.minusMillis(50))).isFalse();
            return there;
        });
    }

    @Test
    void while_the_broker_blocks_callers_are_told_to_come_back() throws Exception {
        assertThat(post(job("")).status()).isEqualTo(202);
        broker.raiseMemoryAlarm();
        TestConsole.Reply reply = post(job(",\"id\":\"a\""));
        assertThat(reply.status()).isEqualTo(503);
        assertThat(Integer.parseInt(reply.header("Retry-After"))).isPositive();
        assertThat(reply.json().path("detail").textValue()).contains("blocks publishing");
        broker.clearAlarms();
        await().atMost(PATIENCE).until(() -> post(job(",\"id\":\"a\"")).status() == 202);
    }

    @Test
    void nothing_is_promised_that_the_broker_has_not_confirmed() throws Exception {
        assertThat(post(job("")).status()).isEqualTo(202);
        assertThat(messages()).hasSize(1);
        broker.pause();
        TestConsole.Reply reply;
        try {
            reply = post(job(",\"id\":\"a\""));
        } finally {
            broker.resume();
        }
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.json().path("detail").textValue()).contains("may be sent again under the same id");
        await().atMost(PATIENCE).until(() -> post(job(",\"id\":\"a\"")).status() == 202);
        assertThat(messages())
                .isNotEmpty()
                .allMatch(message -> message.getProps().getMessageId().equals("a"));
    }

    @Test
    void whoever_acts_for_tenants_enqueues_for_these_alone() throws Exception {
        String acme = console.tenantToken(Role.PRODUCER, "acme");
        assertThat(post(acme, job(",\"tenant\":\"other\"")).status()).isEqualTo(403);
        assertThat(post(acme, job(",\"tenant\":\"acme\"")).status()).isEqualTo(202);
        assertThat(post(acme, job("")).status()).isEqualTo(202);
        assertThat(messages())
                .hasSize(2)
                .allMatch(message -> message.getProps()
                        .getHeaders()
                        .get("penstock-tenant")
                        .toString()
                        .equals("acme"));
    }

    @Test
    void producers_only_enqueue_readers_only_look_and_operators_do_both() throws Exception {
        assertThat(console.ask("GET", "/api/v1/dead-letters")
                        .token(token)
                        .reply()
                        .status())
                .isEqualTo(403);
        assertThat(console.ask("GET", "/metrics").token(token).reply().status()).isEqualTo(403);
        assertThat(post(console.token(Role.READER), job("")).status()).isEqualTo(403);
        assertThat(post(console.token(Role.OPERATOR), job("")).status()).isEqualTo(202);
        assertThat(post(console.token(Role.ADMIN), job("")).status()).isEqualTo(202);
    }

    @Test
    void each_call_has_one_entry_in_the_audit_log_without_its_payloads() throws Exception {
        post(job(",\"id\":\"order-7\""));
        post("{\"jobs\":[" + job("") + "," + job(",\"id\":\"a b\"") + "]}");
        post(job(",\"id\":\"a b\""));
        String admin = console.token(Role.ADMIN);
        JsonNode entries = await("the entries are stored a moment later")
                .atMost(PATIENCE)
                .until(() -> entries(admin), found -> found.size() == 3);
        assertThat(entries.findValuesAsText("outcome")).containsExactly("refused", "done", "done");
        assertThat(entries.get(2).path("target").textValue()).isEqualTo("job order-7");
        assertThat(entries.get(1).path("details").toString()).isEqualTo("{\"jobs\":2,\"accepted\":1,\"refused\":1}");
        assertThat(entries.toString()).doesNotContain("world");
        assertThat(console.lines.toString(StandardCharsets.UTF_8)).contains("\"action\":\"jobs.enqueue\"");
    }

    /** Callers that say that much comes and send hardly any of it. */
    @Test
    void large_bodies_of_one_caller_leave_room_for_those_of_others() throws Exception {
        String greedy = token;
        String large = job("").replace("world", "x".repeat(JobSubmission.BODY - 1_000));
        long room = Runtime.getRuntime().maxMemory() / 16 / JobSubmission.BODY + 2;
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < room; i++) {
                sockets.add(announce(greedy));
            }
            await("there is no room for one more")
                    .atMost(PATIENCE)
                    .until(() -> post(greedy, large).status() == 503);
            assertThat(post(console.token(Role.PRODUCER), job("")).status()).isEqualTo(202);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        await("what they had is free again")
                .atMost(PATIENCE)
                .until(() -> post(greedy, large).status() == 400);
    }

    private Socket announce(String caller) throws Exception {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), console.port);
        socket.getOutputStream()
                .write(("POST /api/v1/jobs HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + caller
                                + "\r\nContent-Type: application/json\r\nContent-Length: " + JobSubmission.BODY
                                + "\r\n\r\n{")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private JsonNode entries(String admin) throws Exception {
        return console.ask("GET", "/api/v1/audit?action=jobs.enqueue")
                .token(admin)
                .reply()
                .json()
                .path("entries");
    }
}
