package io.penstock.console.fleet;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import io.penstock.console.collect.ManagementApi;
import io.penstock.internal.amqp.BrokerConnection;
import io.penstock.internal.amqp.Names;
import io.penstock.internal.config.QueueConfig;
import io.penstock.internal.fleet.Gates;
import io.penstock.internal.fleet.WorkerReport;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the queues on the broker: passively, but for their gates, which are open once somebody has looked. Thread-safe. */
public final class Queues {
    private static final Logger log = LoggerFactory.getLogger(Queues.class);
    private static final Pattern NAME = Pattern.compile(QueueConfig.NAME_PATTERN);
    private static final int LONGEST_NAME = 200;
    private static final int MOST_REPORTED = 1_000;

    private final Broker broker;
    private final @Nullable BrokerStatistics statistics;
    private final Workers workers;
    private final Supplier<? extends Collection<String>> known;
    private final Clock clock;
    private final Map<String, Boolean> open = new ConcurrentHashMap<>();

    /**
     * What AMQP tells.
     *
     * @param connection one that nothing is published on
     */
    public record Broker(BrokerConnection connection, Gates gates) {}

    /**
     * Looks at what there is.
     *
     * @param management null if there is none to ask
     * @param known queues that exist whether or not a worker is there
     */
    public Queues(
            Broker broker,
            @Nullable ManagementApi management,
            Workers workers,
            Supplier<? extends Collection<String>> known,
            Clock clock) {
        this.broker = broker;
        this.statistics = management == null ? null : new BrokerStatistics(management);
        this.workers = workers;
        this.known = known;
        this.clock = clock;
    }

    /** Names of all queues that dead letters are collected from, or that a worker consumes. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>(known.get());
        for (Workers.Seen worker : workers.all()) {
            worker.report().queues().stream()
                    .map(WorkerReport.Queue::queue)
                    .filter(Queues::isName)
                    .limit(MOST_REPORTED - Math.min(MOST_REPORTED, names.size()))
                    .forEach(names::add);
        }
        return names;
    }

    /** What a worker reports may be anything, and each name costs the broker some questions. */
    private static boolean isName(String name) {
        return name.length() <= LONGEST_NAME && NAME.matcher(name).matches();
    }

    /**
     * All of them, by name.
     *
     * @throws IOException if the broker does not answer
     */
    public List<QueueStatus> all() throws IOException, InterruptedException {
        Map<String, QueueFacts> facts = facts();
        List<Workers.Seen> seen = workers.all();
        List<QueueStatus> all = new ArrayList<>();
        for (String name : names()) {
            all.add(status(name, facts, WorkForce.of(name, seen)));
        }
        return all;
    }

    /** Null if nobody can say. */
    private @Nullable Map<String, QueueFacts> facts() throws InterruptedException {
        if (statistics == null) {
            return null;
        }
        try {
            return statistics.byName();
        } catch (IOException e) {
            log.warn(
                    "the management API does not tell of queues, so rates and arguments are unknown: {}", e.toString());
            return null;
        }
    }

    private QueueStatus status(String name, @Nullable Map<String, QueueFacts> all, WorkForce force) throws IOException {
        AMQP.Queue.@Nullable DeclareOk main = look(name);
        boolean paused = main != null && isPaused(name);
        QueueFacts facts = all == null ? null : all.get(name);
        Long ready = ready(main);
        Long unacked = facts == null ? null : facts.unacked();
        QueueFacts.Rates rates = facts == null ? null : facts.rates();
        return new QueueStatus(
                name,
                paused,
                ready,
                unacked,
                ready(look(Names.suspects(name))),
                ready(look(Names.deadLetters(name))),
                main == null ? null : main.getConsumerCount(),
                force,
                rates,
                age(facts),
                ready == null ? null : Replicas.desired(load(ready, unacked, rates), force, paused),
                all == null ? null : QueueSafety.of(name, all));
    }

    private static @Nullable Long ready(AMQP.Queue.@Nullable DeclareOk queue) {
        return queue == null ? null : (long) queue.getMessageCount();
    }

    private static Replicas.Load load(long ready, @Nullable Long unacked, QueueFacts.@Nullable Rates rates) {
        return new Replicas.Load(
                ready + (unacked == null ? 0 : unacked),
                rates == null ? -1 : rates.published(),
                rates == null ? -1 : rates.acknowledged());
    }

    private @Nullable Long age(@Nullable QueueFacts facts) {
        return facts == null || facts.headAt() == null
                ? null
                : Math.max(0, Duration.between(facts.headAt(), clock.instant()).toSeconds());
    }

    /**
     * Whether a job queue of this name exists, also while nobody consumes it and nobody collects its dead letters.
     *
     * @throws IOException if the broker does not answer
     */
    public boolean exists(String name) throws IOException {
        return isName(name) && look(name) != null && look(Names.deadLetters(name)) != null;
    }

    /** The broker logs an error for each question whose answer is another one than was expected. */
    private boolean isPaused(String name) throws IOException {
        boolean isOpen = broker.gates().isOpen(name, open.getOrDefault(name, true));
        open.put(name, isOpen);
        return !isOpen;
    }

    /** Null if there is no such queue, which costs the channel. */
    private AMQP.Queue.@Nullable DeclareOk look(String queue) throws IOException {
        Channel channel = null;
        try {
            channel = broker.connection().get().createChannel();
            return channel.queueDeclarePassive(queue);
        } catch (IOException e) {
            if (e.getCause() instanceof ShutdownSignalException signal && !signal.isHardError()) {
                return null;
            }
            throw e;
        } catch (ShutdownSignalException e) {
            throw new IOException(e.getMessage(), e);
        } finally {
            if (channel != null) {
                channel.abort();
            }
        }
    }
}
