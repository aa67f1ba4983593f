package io.penstock.console.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.penstock.client.EnqueueException;
import io.penstock.client.NewJob;
import io.penstock.console.access.ApiTokens;
import io.penstock.console.access.Grants;
import io.penstock.console.access.LoginThrottle;
import io.penstock.console.access.OidcLogins;
import io.penstock.console.access.OidcProvider;
import io.penstock.console.access.OidcSettings;
import io.penstock.console.access.Passwords;
import io.penstock.console.access.Role;
import io.penstock.console.access.Sessions;
import io.penstock.console.access.Users;
import io.penstock.console.audit.AuditLog;
import io.penstock.console.audit.PauseRecord;
import io.penstock.console.audit.RefusalQuota;
import io.penstock.console.collect.ManagementApi;
import io.penstock.console.fleet.FleetListener;
import io.penstock.console.fleet.PauseSwitch;
import io.penstock.console.fleet.Queues;
import io.penstock.console.fleet.Workers;
import io.penstock.console.letter.LetterArchive;
import io.penstock.console.letter.LetterGroups;
import io.penstock.console.letter.LetterIntake;
import io.penstock.console.letter.Letters;
import io.penstock.console.letter.NewLetter;
import io.penstock.console.letter.TenantScope;
import io.penstock.console.redact.Redaction;
import io.penstock.console.replay.Destinations;
import io.penstock.console.replay.Edits;
import io.penstock.console.replay.PayloadCheck;
import io.penstock.console.replay.Planner;
import io.penstock.console.replay.ReplayControl;
import io.penstock.console.replay.Replays;
import io.penstock.console.schedule.SampleSchedules;
import io.penstock.console.schedule.Scheduling;
import io.penstock.console.store.Database;
import io.penstock.console.store.DatabaseSettings;
import io.penstock.internal.amqp.BrokerConnection;
import io.penstock.internal.contract.ContractDocuments;
import io.penstock.internal.fleet.Gates;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A console's HTTP side on a database of its own, and a client for it. */
final class TestConsole implements AutoCloseable {
    private static final int LARGEST_PAYLOAD = 1_048_576;

    final Database database;
    final Clock clock = Clock.systemUTC();
    final ApiTokens tokens;
    final Users users;
    final Sessions sessions;
    final ByteArrayOutputStream lines = new ByteArrayOutputStream();
    final AuditLog audit;
    final Workers workers = new Workers(clock);
    final FleetListener listener;
    private final String url;
    private final BrokerConnection broker;
    private final @Nullable ManagementApi management;
    private final List<String> known;
    final RouteTable table;
    final int port;
    final Scheduling scheduling;
    private final ConsoleServer server;
    private final HttpClient http = HttpClient.newHttpClient();

    TestConsole() {
        this(inMemory());
    }

    TestConsole(Database database) {
        this(database, Forwarding.none(), List.of(), null, Fleet.NONE);
    }

    TestConsole(Forwarding forwarding, List<Route> more) {
        this(inMemory(), forwarding, more, null, Fleet.NONE);
    }

    TestConsole(Database database, List<Route> more) {
        this(database, Forwarding.none(), more, null, Fleet.NONE);
    }

    /** One whose users come from an identity provider. */
    TestConsole(Database database, OidcSettings settings) {
        this(database, Forwarding.none(), List.of(), new OidcProvider(settings), Fleet.NONE);
    }

    /** One that sees a broker. */
    TestConsole(Fleet fleet) {
        this(inMemory(), Forwarding.none(), List.of(), null, fleet);
    }

    /** What a console sees of a broker: here nobody answers. */
    record Fleet(String url, @Nullable URI management, List<String> queues) {
        static final Fleet NONE = new Fleet("amqp://127.0.0.1:1", null, List.of("emails", "1"));
    }

    /** A database that is gone with this process. */
    static Database inMemory() {
        return Database.open(
                new DatabaseSettings("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "", "", 4));
    }

    private TestConsole(
            Database database, Forwarding forwarding, List<Route> more, @Nullable OidcProvider provider, Fleet fleet) {
        this.database = database;
        url = fleet.url();
        known = fleet.queues();
        broker = new BrokerConnection(url, "test");
        management = fleet.management() == null ? null : new ManagementApi(fleet.management(), "/");
        listener = new FleetListener(broker, workers, clock);
        tokens = new ApiTokens(database.jdbi(), clock);
        users = new Users(database.jdbi(), new Passwords(), clock);
        sessions = new Sessions(database.jdbi(), clock, Duration.ofHours(1), Duration.ofHours(12));
        audit = new AuditLog(database.jdbi(), clock, new PrintStream(lines, true, StandardCharsets.UTF_8), false);
        List<Route> oidc = provider == null
                ? List.of()
                : new OidcRoutes(provider, new OidcLogins(database.jdbi(), clock), users, sessions).routes();
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Gates gates = new Gates(broker);
        Queues queues = new Queues(new Queues.Broker(broker, gates), management, workers, () -> known, clock);
        scheduling = new Scheduling(database, clock, TestConsole::noBroker, meters, SampleSchedules.jobs());
        table = OpenApi.describe(
                RouteTable.of(List.of(
                        ProbeRoutes.of(
                                () -> ProbeRoutes.Health.of(true, Map.of("database", "up")),
                                () -> ProbeRoutes.Health.of(true, Map.of("database", "up")),
                                meters,
                                false),
                        new SessionRoutes(users, sessions, new LoginThrottle(clock), false).routes(),
                        new UserRoutes(users).routes(),
                        new TokenRoutes(tokens).routes(),
                        new AuditRoutes(audit).routes(),
                        new ContractRoutes(ContractDocuments.find(Path.of("no-plugins"))).routes(),
                        fleet(queues, gates).routes(),
                        letters(),
                        replays(),
                        new ScheduleRoutes(scheduling, Redaction.usual(), queues::exists).routes(),
                        oidc,
                        more)),
                "test");
        server = new ConsoleServer(
                table, new Admission(tokens, sessions, audit, new RefusalQuota(clock)), forwarding, meters);
        port = server.start("127.0.0.1", 0);
    }

    private FleetRoutes fleet(Queues queues, Gates gates) {
        return new FleetRoutes(
                new FleetRoutes.Fleet(
                        queues, workers, listener, new PauseSwitch(gates, () -> new BrokerConnection(url, "test"))),
                new Letters(database.jdbi()),
                new PauseRecord(audit));
    }

    private List<Route> letters() {
        return LetterRoutes.of(
                new Letters(database.jdbi()),
                new LetterGroups(database.jdbi(), clock),
                new LetterArchive(database, clock),
                new Replays(database.jdbi()),
                Redaction.usual());
    }

    /** Plans can be made and started; nobody runs them, as there is no broker. */
    private List<Route> replays() {
        Destinations destinations = queue -> Destinations.Status.READY;
        var edits = new Edits(
                database,
                new Edits.Surroundings(
                        TestConsole::check, Redaction.usual(), destinations, LARGEST_PAYLOAD, true, () -> {}),
                clock);
        var replays = new ReplayRoutes(
                new Replays(database.jdbi()),
                new Planner(database, destinations, clock),
                new ReplayControl(database, clock, () -> {}),
                true);
        return Stream.concat(replays.routes().stream(), new EditRoutes(edits, LARGEST_PAYLOAD).routes().stream())
                .toList();
    }

    /** E-mails need somebody to go to. */
    private static PayloadCheck.Verdict check(String queue, @Nullable String type, JsonNode payload) {
        if (!"email.send".equals(type)) {
            return new PayloadCheck.Verdict.NotKnown();
        }
        return payload.path("to").isTextual()
                ? new PayloadCheck.Verdict.Fits()
                : new PayloadCheck.Verdict.Misfit("/to", "expected text");
    }

    private static CompletableFuture<String> noBroker(NewJob job) {
        return CompletableFuture.failedFuture(new EnqueueException(EnqueueException.Reason.CLOSED, "no broker"));
    }

    /** Stores a dead letter; returns its id. */
    String die(NewLetter letter) {
        long id = database.inTransaction(handle -> new LetterIntake(clock).add(handle, List.of(letter)))
                .getFirst()
                .id();
        return Long.toString(id);
    }

    ConsoleServer server() {
        return server;
    }

    String token(Role role) {
        return token(Grants.of(role));
    }

    String token(Grants grants) {
        return tokens.create("t" + UUID.randomUUID(), grants, null)
                .orElseThrow()
                .secret();
    }

    String tenantToken(Role role, String tenant) {
        return token(new Grants(role, false, TenantScope.only(tenant)));
    }

    /** A request to this console. */
    Ask ask(String method, String path) {
        return new Ask(method, path, "", new ArrayList<>());
    }

    record Reply(int status, String body, Map<String, List<String>> headers) {
        JsonNode json() {
            try {
                return ApiJson.MAPPER.readTree(body);
            } catch (IOException e) {
                throw new AssertionError("expected JSON, got " + body, e);
            }
        }

        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of(""))
                    .getFirst();
        }
    }

    final class Ask {
        private final String method;
        private final String path;
        private final String body;
        private final List<String> headers;

        private Ask(String method, String path, String body, List<String> headers) {
            this.method = method;
            this.path = path;
            this.body = body;
            this.headers = headers;
        }

        Ask token(String token) {
            return header("Authorization", "Bearer " + token);
        }

        Ask header(String name, String value) {
            List<String> all = new ArrayList<>(headers);
            all.addAll(List.of(name, value));
            return new Ask(method, path, body, all);
        }

        Ask body(String json) {
            return new Ask(method, path, json, headers).header("Content-Type", "application/json");
        }

        Reply reply() throws Exception {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .timeout(Duration.ofSeconds(20))
                    .method(method, HttpRequest.BodyPublishers.ofString(body));
            for (int i = 0; i < headers.size(); i += 2) {
                request.header(headers.get(i), headers.get(i + 1));
            }
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Reply(
                    response.statusCode(), response.body(), response.headers().map());
        }
    }

    @Override
    public void close() {
        server.close();
        audit.close();
        listener.close();
        broker.close();
        scheduling.close();
        database.close();
        http.close();
    }
}
