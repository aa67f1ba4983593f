package io.penstock.console;

import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.penstock.client.JobClient;
import io.penstock.console.access.ApiTokens;
import io.penstock.console.access.LoginThrottle;
import io.penstock.console.access.OidcLogins;
import io.penstock.console.access.OidcProvider;
import io.penstock.console.access.OidcSettings;
import io.penstock.console.access.Passwords;
import io.penstock.console.access.Sessions;
import io.penstock.console.access.Users;
import io.penstock.console.audit.AuditLog;
import io.penstock.console.audit.AuditRelay;
import io.penstock.console.audit.RefusalQuota;
import io.penstock.console.collect.Collector;
import io.penstock.console.http.Admission;
import io.penstock.console.http.AuditRoutes;
import io.penstock.console.http.ConsoleServer;
import io.penstock.console.http.ContractRoutes;
import io.penstock.console.http.LetterRoutes;
import io.penstock.console.http.OidcRoutes;
import io.penstock.console.http.OpenApi;
import io.penstock.console.http.ProbeRoutes;
import io.penstock.console.http.Route;
import io.penstock.console.http.RouteTable;
import io.penstock.console.http.ScheduleRoutes;
import io.penstock.console.http.SessionRoutes;
import io.penstock.console.http.TimelineRoutes;
import io.penstock.console.http.TokenRoutes;
import io.penstock.console.http.UserRoutes;
import io.penstock.console.letter.LetterArchive;
import io.penstock.console.letter.LetterGroups;
import io.penstock.console.letter.Letters;
import io.penstock.console.redact.Redaction;
import io.penstock.console.replay.Replays;
import io.penstock.console.replay.SchemaCheck;
import io.penstock.console.schedule.Scheduling;
import io.penstock.console.schema.PayloadSchemas;
import io.penstock.console.store.Database;
import io.penstock.console.timeline.EventArchive;
import io.penstock.internal.amqp.BrokerConnection;
import io.penstock.internal.config.Config;
import io.penstock.internal.config.WorkerSettings;
import io.penstock.internal.contract.ContractDocuments;
import io.penstock.internal.event.KafkaEventSink;
import io.penstock.worker.BrokerUnreachableException;
import io.penstock.worker.FirstContact;
import io.penstock.worker.Identity;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running console: what it is made of, in which order it starts, and in which order it ends. */
final class ConsoleProcess implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ConsoleProcess.class);

    /** How long events of one job are looked for. */
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(5);

    private final Config config;
    private final PrintStream out;
    private final Clock clock = Clock.systemUTC();
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Database database;
    private final Replaying replaying;
    private final BrokerConnection collecting;
    private final Collector collector;
    private final ConsoleFleet fleet;
    private final Housekeeping housekeeping;
    private final Enqueueing enqueueing;
    private final @Nullable AuditRelay relay;
    private final AuditLog audit;
    private final JobClient jobs;
    private final ContractDocuments documents;
    private final Scheduling scheduling;
    private final ApiTokens tokens;
    private final ConsoleServer server;
    private volatile boolean draining;

    /**
     * Opens the database and brings its schema up to date; nothing is served yet.
     *
     * @param out where audit lines and the first token go
     */
    ConsoleProcess(ConsoleConfig console, PrintStream out) {
        this.config = console.config();
        this.out = out;
        this.database = Database.open(console.database());
        this.replaying = new Replaying(config, database, clock);
        this.collecting = Collector.connect(config.get(WorkerSettings.RABBITMQ_URL));
        this.collector = Collecting.collector(config, console.redactor(), database, collecting, replaying.arrivals());
        this.fleet = new ConsoleFleet(config, clock, this::collectedQueues);
        this.enqueueing = new Enqueueing(config, database, clock);
        this.relay = relay();
        this.audit = new AuditLog(database.jdbi(), clock, out, relay != null);
        this.jobs = Timekeeping.client(config);
        this.documents = ContractDocuments.find(Path.of(config.get(WorkerSettings.PLUGINS)));
        this.scheduling = Timekeeping.scheduling(config, database, jobs, meters, PayloadSchemas.of(documents));
        this.housekeeping = new Housekeeping(
                database, scheduling.schedules(), enqueueing::prune, config.get(ConsoleSettings.RETENTION), clock);
        this.tokens = new ApiTokens(database.jdbi(), clock);
        this.server = server();
    }

    private List<String> collectedQueues() {
        return collector.states().stream().map(Collector.QueueState::queue).toList();
    }

    private @Nullable AuditRelay relay() {
        String kafka = config.get(WorkerSettings.KAFKA_BOOTSTRAP_SERVERS);
        return kafka.isEmpty()
                ? null
                : new AuditRelay(
                        database.jdbi(), new KafkaEventSink(kafka, config.get(ConsoleSettings.AUDIT_TOPIC)), clock);
    }

    private ConsoleServer server() {
        Users users = new Users(database.jdbi(), new Passwords(), clock);
        Sessions sessions = new Sessions(
                database.jdbi(),
                clock,
                config.get(ConsoleSettings.SESSION_IDLE),
                config.get(ConsoleSettings.SESSION_LIFETIME));
        OidcSettings oidc = ConsoleSettings.oidc(config);
        RouteTable table = RouteTable.of(List.of(
                ProbeRoutes.of(this::live, this::ready, meters, config.get(ConsoleSettings.OPEN_METRICS)),
                new SessionRoutes(users, sessions, new LoginThrottle(clock), oidc != null).routes(),
                oidc == null ? List.of() : oidcRoutes(oidc, users, sessions),
                new UserRoutes(users).routes(),
                new TokenRoutes(tokens).routes(),
                new AuditRoutes(audit).routes(),
                new ContractRoutes(documents).routes(),
                enqueueing.routes(PayloadSchemas.of(documents)),
                timelineRoutes(),
                fleet.routes(new Letters(database.jdbi()), audit).routes(),
                letterRoutes(),
                replayRoutes(),
                new ScheduleRoutes(scheduling, redaction(), fleet::exists).routes()));
        return new ConsoleServer(
                OpenApi.describe(table, Identity.version()),
                new Admission(tokens, sessions, audit, new RefusalQuota(clock)),
                ConsoleSettings.forwarding(config),
                meters);
    }

    private List<Route> oidcRoutes(OidcSettings oidc, Users users, Sessions sessions) {
        return new OidcRoutes(new OidcProvider(oidc), new OidcLogins(database.jdbi(), clock), users, sessions).routes();
    }

    private List<Route> letterRoutes() {
        return LetterRoutes.of(
                new Letters(database.jdbi()),
                new LetterGroups(database.jdbi(), clock),
                new LetterArchive(database, clock),
                new Replays(database.jdbi()),
                redaction());
    }

    private List<Route> timelineRoutes() {
        String kafka = config.get(WorkerSettings.KAFKA_BOOTSTRAP_SERVERS);
        EventArchive archive =
                kafka.isEmpty() ? null : new EventArchive(kafka, config.get(WorkerSettings.EVENTS_TOPIC), LONGEST_LOOK);
        return new TimelineRoutes(archive, new Letters(database.jdbi()), redaction(), clock).routes();
    }

    private Redaction redaction() {
        return Redaction.usualAnd(config.get(ConsoleSettings.REDACT));
    }

    private List<Route> replayRoutes() {
        return replaying.routes(
                new SchemaCheck(PayloadSchemas.of(documents)), redaction(), config.get(WorkerSettings.MAX_PAYLOAD));
    }

    /**
     * Starts to serve, then to collect.
     *
     * @throws BrokerUnreachableException if RabbitMQ could not be reached in time
     */
    void start() throws InterruptedException, BrokerUnreachableException {
        new JvmMemoryMetrics().bindTo(meters);
        new JvmThreadMetrics().bindTo(meters);
        new ProcessorMetrics().bindTo(meters);
        Optional<ApiTokens.Created> first = prepareToken();
        welcome(server.start(config.get(ConsoleSettings.HOST), config.get(ConsoleSettings.PORT)), first);
        if (relay != null) {
            relay.start();
        }
        housekeeping.start();
        FirstContact.within(config.get(WorkerSettings.STARTUP_WAIT), collecting::get);
        collector.start();
        fleet.start();
        replaying.start();
        scheduling.start();
        log.info("collecting dead letters");
    }

    /** Before anybody can call: whoever knows the configured token may use it as soon as the console answers. */
    private Optional<ApiTokens.Created> prepareToken() {
        String given = config.get(ConsoleSettings.ADMIN_TOKEN);
        if (given.isEmpty()) {
            return tokens.createFirst();
        }
        tokens.install(given);
        return Optional.empty();
    }

    /** The token must be seen by whoever starts the console and by nobody else: not in the log, which others keep. */
    private void welcome(int port, Optional<ApiTokens.Created> first) {
        String host = config.get(ConsoleSettings.HOST);
        out.println("The console's API is at http://" + host + ":" + port + config.get(ConsoleSettings.BASE_PATH)
                + "/api/v1");
        first.ifPresent(token -> out.println("The administrator's token, which is shown this once: " + token.secret()));
    }

    int port() {
        return server.port();
    }

    private ProbeRoutes.Health live() {
        return ProbeRoutes.Health.of(true, Map.of("http", "up"));
    }

    /** Without RabbitMQ or Kafka the console still answers, so they are told and do not count. */
    private ProbeRoutes.Health ready() {
        boolean reachable = database.isReachable();
        Map<String, String> checks = new LinkedHashMap<>();
        checks.put("database", reachable ? "up" : "down");
        checks.put("rabbitmq", collecting.isOpen() ? "up" : "down; dead letters wait in their queues");
        collector.states().forEach(queue -> checks.put("queue " + queue.queue(), queue.state()));
        if (relay != null) {
            checks.put("kafka", relay.isAvailable() ? "up" : "down; audit entries wait in the database");
        }
        if (Boolean.FALSE.equals(replaying.hearsEvents())) {
            checks.put("events", "down; outcomes of replays wait in Kafka");
        }
        checks.put("schedules", scheduling.state());
        if (draining) {
            checks.put("process", "draining");
        }
        return ProbeRoutes.Health.of(reachable && !draining, checks);
    }

    /** Ends in order: no new calls, no new dead letters, and what is under way may end. */
    void drain() throws InterruptedException {
        draining = true;
        log.info("stopping");
        server.drain(config.get(WorkerSettings.SHUTDOWN_GRACE).dividedBy(2));
        replaying.drain();
        scheduling.close();
        collector.close();
        log.info("stopped");
    }

    @Override
    public void close() {
        server.close();
        audit.close();
        replaying.close();
        scheduling.close();
        jobs.close();
        collector.close();
        fleet.close();
        housekeeping.close();
        if (relay != null) {
            relay.close();
        }
        enqueueing.close();
        collecting.close();
        database.close();
        meters.close();
    }
}
