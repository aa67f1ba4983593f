package io.penstock.worker;

import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.penstock.internal.amqp.BrokerConnection;
import io.penstock.internal.amqp.Names;
import io.penstock.internal.amqp.Publisher;
import io.penstock.internal.amqp.Topology;
import io.penstock.internal.config.Config;
import io.penstock.internal.config.QueueConfig;
import io.penstock.internal.config.Redactor;
import io.penstock.internal.config.WorkerSettings;
import io.penstock.internal.event.HandlerEvents;
import io.penstock.internal.event.KafkaEventSink;
import io.penstock.internal.event.Outbox;
import io.penstock.internal.event.Sink;
import io.penstock.internal.event.Spool;
import io.penstock.internal.fleet.Gates;
import io.penstock.internal.job.BrokerDeadLetters;
import io.penstock.internal.job.JobEvents;
import io.penstock.internal.job.JobMetrics;
import io.penstock.internal.job.JobRuntime;
import io.penstock.internal.job.Json;
import io.penstock.internal.job.QueueConsumer;
import io.penstock.internal.job.QueueLanes;
import io.penstock.internal.job.SpoolRelay;
import io.penstock.internal.plugin.ConfiguredContext;
import io.penstock.internal.plugin.Outside;
import io.penstock.spi.JobHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running worker: what it is made of, in which order it starts, and in which order it ends. */
final class WorkerProcess implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(WorkerProcess.class);
    private static final int RELAY_PREFETCH = 200;
    private static final int REPORTS_PREFETCH = 50;
    private static final Duration TIME_TO_CLOSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_RESERVE = Duration.ofSeconds(5);

    private final WorkerConfig worker;
    private final Config config;
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final BrokerConnection consuming;
    private final BrokerConnection quarantine;
    private final BrokerConnection housekeeping;
    private final BrokerConnection publishing;
    private final Topology topology;
    private final Publisher publisher;
    private final RedisUse redis;
    private final Outbox outbox;
    private final Outside outside;
    private final ConfiguredContext.Shared shared;
    private final JobRuntime runtime;
    private final List<QueueConsumer> ownConsumers;
    private final Watchdog watchdog;
    private final Membership membership;
    private final HealthServer health;
    private volatile boolean handlersStarted;
    private volatile boolean draining;

    WorkerProcess(WorkerConfig worker) throws IOException {
        this.worker = worker;
        this.config = worker.config();
        String url = config.get(WorkerSettings.RABBITMQ_URL);
        String name = Identity.current();
        Redactor redactor = worker.redactor();
        consuming = BrokerConnection.callingBackAtOnce(url, "consume " + name);
        quarantine = new BrokerConnection(url, "quarantine " + name);
        housekeeping = new BrokerConnection(url, "housekeeping " + name);
        publishing = new BrokerConnection(url, "publish " + name);
        topology = new Topology(consuming);
        publisher = new Publisher(publishing, "worker");
        redis = new RedisUse(config, name, meters);
        outbox = new Outbox(
                sinks(config, redis), publisher, new Spool(publisher, meters), config.get(WorkerSettings.BROADCAST));
        outside = Outside.open(config);
        shared = new ConfiguredContext.Shared(new HandlerEvents(outbox, redactor, Json.EVENTS), redis.state());
        JobMetrics metrics = new JobMetrics(meters);
        Gates gates = new Gates(housekeeping);
        runtime = new JobRuntime(
                worker.queues(),
                new JobRuntime.Work(
                        worker.plugins().handlers(),
                        worker.plugins().interceptors(),
                        config.get(WorkerSettings.MAX_PAYLOAD)),
                new JobRuntime.Reporting(outbox, redis.ledger(), metrics, redactor, name),
                new JobRuntime.Broker(consuming, quarantine, publisher, topology, gates));
        BrokerDeadLetters reports =
                new BrokerDeadLetters(outbox, new JobEvents(redactor, name), metrics, defaultTypes(worker));
        ownConsumers = List.of(
                new QueueConsumer(shared(Names.SPOOL, RELAY_PREFETCH), housekeeping, new SpoolRelay(outbox)),
                new QueueConsumer(shared(Names.DEAD_REPORTS, REPORTS_PREFETCH), housekeeping, reports));
        watchdog = new Watchdog(topology, runtime.consumers(), config.get(WorkerSettings.WATCHDOG_INTERVAL));
        membership =
                new Membership(runtime, gates, publishing, housekeeping, config.get(WorkerSettings.FLEET_INTERVAL));
        health = new HealthServer(
                new InetSocketAddress(config.get(WorkerSettings.HTTP_HOST), config.get(WorkerSettings.HTTP_PORT)),
                this::live,
                this::ready,
                meters);
    }

    private static List<Sink> sinks(Config config, RedisUse redis) {
        List<Sink> sinks = new ArrayList<>();
        String kafka = config.get(WorkerSettings.KAFKA_BOOTSTRAP_SERVERS);
        if (!kafka.isEmpty()) {
            sinks.add(new KafkaEventSink(kafka, config.get(WorkerSettings.EVENTS_TOPIC)));
        }
        sinks.addAll(redis.sinks());
        return sinks;
    }

    private static Map<String, String> defaultTypes(WorkerConfig worker) {
        Map<String, String> types = new HashMap<>();
        for (QueueConfig queue : worker.queues()) {
            if (queue.defaultType() != null) {
                types.put(queue.name(), queue.defaultType());
            }
        }
        return types;
    }

    private QueueConsumer.Spec shared(String queue, int prefetch) {
        return new QueueConsumer.Spec(
                queue, prefetch, () -> prefetch, publisher, topology::declareShared, QueueConsumer.Gate.ALWAYS_OPEN);
    }

    /**
     * Starts consuming.
     *
     * @throws BrokerUnreachableException if RabbitMQ could not be reached in time
     * @throws Exception if a handler does not start
     */
    void start() throws Exception {
        new JvmMemoryMetrics().bindTo(meters);
        new JvmThreadMetrics().bindTo(meters);
        new ProcessorMetrics().bindTo(meters);
        health.start();
        log.info("health and metrics on port {}", health.port());
        for (JobHandler<?> handler : worker.plugins().handlers().values()) {
            Thread.currentThread().setContextClassLoader(handler.getClass().getClassLoader());
            handler.start(new ConfiguredContext(handler, config, meters, outside, shared));
        }
        handlersStarted = true;
        declareTopology();
        membership.start();
        runtime.start();
        ownConsumers.forEach(QueueConsumer::start);
        watchdog.start();
    }

    private void declareTopology() throws InterruptedException, BrokerUnreachableException {
        FirstContact.within(config.get(WorkerSettings.STARTUP_WAIT), () -> {
            publishing.get();
            topology.declareShared();
            for (QueueConfig queue : worker.queues()) {
                topology.declareQueue(queue.name(), queue.timeToLive());
            }
        });
    }

    int port() {
        return health.port();
    }

    private HealthServer.Report live() {
        Map<String, String> givenUp = watchdog.givenUp();
        return new HealthServer.Report(
                givenUp.isEmpty(), givenUp.isEmpty() ? Map.of("consumers", "up") : new LinkedHashMap<>(givenUp));
    }

    private HealthServer.Report ready() {
        Map<String, String> checks = new LinkedHashMap<>();
        // paused queues need no connection, and one that was lost is opened again only when they are resumed
        boolean connected = consuming.isOpen() || housekeeping.isOpen();
        boolean inOrder = connected && runtime.lanes().stream().allMatch(QueueLanes::isInOrder);
        runtime.consumers().forEach(consumer -> checks.put("queue " + consumer.queue(), consumer.state()));
        String blocked = publishing.blockedReason();
        checks.put("rabbitmq", connected ? blocked == null ? "up" : "publishing is blocked: " + blocked : "down");
        checks.putAll(redis.checks());
        outbox.availability().forEach((sink, up) -> checks.put(sink, up ? "up" : "down; events wait in the spool"));
        if (handlersStarted) {
            worker.plugins()
                    .handlers()
                    .forEach((type, handler) ->
                            handler.health().forEach((name, text) -> checks.put(type + " " + name, text)));
        }
        if (draining) {
            checks.put("process", "draining");
        }
        return new HealthServer.Report(inOrder && !draining, checks);
    }

    /**
     * Ends in order: no new jobs, hand back what has not started, let the rest run until the grace is nearly over. Of the
     * last five seconds a third each is for jobs that stop when interrupted, for handing back, and for closing.
     */
    void drain() throws InterruptedException {
        draining = true;
        Duration grace = config.get(WorkerSettings.SHUTDOWN_GRACE);
        long reserve = Math.min(LONGEST_RESERVE.toNanos(), grace.toNanos() / 2);
        long interruption = System.nanoTime() + grace.toNanos() - reserve;
        log.info("stopping: {} jobs are running and have up to {} s", runtime.running(), grace.toSeconds());
        watchdog.close();
        membership.drain();
        runtime.consumers().forEach(QueueConsumer::drain);
        if (!awaitDrained(interruption)) {
            log.warn("{} jobs are still running; they are interrupted and handed back", runtime.running());
            runtime.stopRunning();
            if (!awaitDrained(interruption + reserve / 3)) {
                runtime.abandonRunning();
                awaitDrained(interruption + reserve * 2 / 3);
            }
        }
        log.info("stopped; {} deliveries were handed back", runtime.handedBack());
    }

    private boolean awaitDrained(long deadlineNanos) throws InterruptedException {
        for (QueueConsumer consumer : runtime.consumers()) {
            if (!consumer.awaitDrained(millisUntil(deadlineNanos))) {
                return false;
            }
        }
        // a job whose channel was lost is nobody's delivery any more, and still better finished than cut off
        return runtime.awaitIdle(millisUntil(deadlineNanos));
    }

    private static long millisUntil(long nanos) {
        return (nanos - System.nanoTime()) / 1_000_000;
    }

    @Override
    public void close() {
        watchdog.close();
        membership.close();
        ownConsumers.forEach(QueueConsumer::stop);
        runtime.close();
        outbox.close();
        redis.close();
        publisher.close();
        closeConnections();
        worker.plugins().handlers().values().forEach(WorkerProcess::close);
        outside.close();
        health.close();
        meters.close();
    }

    /** At the same time, as each waits a moment for a broker that may not answer. */
    private void closeConnections() {
        List<Thread> closing = Stream.of(consuming, quarantine, housekeeping, publishing)
                .map(connection -> Thread.ofVirtual().start(connection::close))
                .toList();
        for (Thread thread : closing) {
            try {
                thread.join(TIME_TO_CLOSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void close(JobHandler<?> handler) {
        try {
            handler.close();
        } catch (Exception e) {
            log.warn("plug-in {} did not close: {}", handler.type(), e.toString());
        }
    }
}
