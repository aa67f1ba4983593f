package io.penstock.internal.job;

import io.penstock.Job;
import io.penstock.internal.amqp.BrokerConnection;
import io.penstock.internal.amqp.Names;
import io.penstock.internal.amqp.Publisher;
import io.penstock.internal.amqp.Topology;
import io.penstock.internal.config.QueueConfig;
import io.penstock.internal.config.Redactor;
import io.penstock.internal.event.Outbox;
import io.penstock.internal.fleet.Gates;
import io.penstock.internal.ledger.Ledger;
import io.penstock.spi.Interceptor;
import io.penstock.spi.JobHandler;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All consumers of jobs of one process: for each queue its main lane and its quarantine lane. */
public final class JobRuntime implements AutoCloseable {
    private final Parts parts;
    private final List<QueueLanes> lanes = new ArrayList<>();

    /** What all queues share. */
    record Parts(Ledger ledger, JobExecutor executor, Settlement settlement, JobMetrics metrics) {}

    /** What jobs are run with. */
    public record Work(Map<String, JobHandler<?>> handlers, List<Interceptor> interceptors, int maxPayload) {}

    /** Who hears of it, and as whom we speak. */
    public record Reporting(Outbox outbox, Ledger ledger, JobMetrics metrics, Redactor redactor, String worker) {}

    /**
     * The ways to the broker.
     *
     * @param consuming for the main lanes
     * @param quarantine for the quarantine lanes, so that a message that kills its connection kills no suspect
     */
    public record Broker(
            BrokerConnection consuming,
            BrokerConnection quarantine,
            Publisher publisher,
            Topology topology,
            Gates gates) {}

    /** A job that runs, and since when. */
    public record Running(Job job, Instant since) {}

    public JobRuntime(List<QueueConfig> queues, Work work, Reporting reporting, Broker broker) {
        JobDecoder decoder = new JobDecoder(work.handlers(), work.maxPayload());
        Settlement settlement = new Settlement(
                reporting.redactor(), reporting.worker(), reporting.outbox(), reporting.ledger(), reporting.metrics());
        parts = new Parts(reporting.ledger(), new JobExecutor(work.interceptors()), settlement, reporting.metrics());
        for (QueueConfig queue : queues) {
            JobProcessor main = new JobProcessor(queue, false, decoder, parts);
            JobProcessor suspects = new JobProcessor(queue, true, decoder, parts);
            lanes.add(new QueueLanes(
                    queue, consumer(queue, main, broker), suspects(queue, suspects, broker), main::running));
            reporting.metrics().startCounting(queue.name());
            reporting.metrics().slots(queue.name(), queue.concurrency(), main::running);
        }
    }

    private QueueConsumer consumer(QueueConfig queue, JobProcessor processor, Broker broker) {
        return new QueueConsumer(
                new QueueConsumer.Spec(
                        queue.name(),
                        queue.prefetch(),
                        processor::wanted,
                        broker.publisher(),
                        declaration(queue, broker.topology()),
                        gate(queue, broker.gates())),
                broker.consuming(),
                processor);
    }

    private static QueueConsumer suspects(QueueConfig queue, JobProcessor processor, Broker broker) {
        return new QueueConsumer(
                new QueueConsumer.Spec(
                        Names.suspects(queue.name()),
                        1,
                        processor::wanted,
                        broker.publisher(),
                        declaration(queue, broker.topology()),
                        gate(queue, broker.gates())),
                broker.quarantine(),
                processor);
    }

    private static QueueConsumer.Declaration declaration(QueueConfig queue, Topology topology) {
        return () -> {
            topology.declareShared();
            topology.declareQueue(queue.name(), queue.timeToLive());
        };
    }

    /** Both lanes of a queue are behind one gate. */
    private static QueueConsumer.Gate gate(QueueConfig queue, Gates gates) {
        return () -> gates.isOpen(queue.name(), true);
    }

    public void start() {
        consumers().forEach(QueueConsumer::start);
    }

    /** The queues of this process. */
    public List<QueueLanes> lanes() {
        return List.copyOf(lanes);
    }

    /** The consumers of all lanes. */
    public List<QueueConsumer> consumers() {
        return lanes.stream()
                .flatMap(queue -> Stream.of(queue.main(), queue.suspects()))
                .toList();
    }

    /** The jobs that have run longest, {@code most} at most. */
    public List<Running> longestRunning(int most) {
        return parts.executor().longestRunning(most).stream()
                .map(execution -> new Running(execution.job(), execution.startedAt()))
                .toList();
    }

    /** How many jobs are running. */
    public int running() {
        return parts.executor().running();
    }

    /**
     * Waits until no job is running.
     *
     * @return false if there still is one after this time
     */
    public boolean awaitIdle(long millis) throws InterruptedException {
        return parts.executor().awaitIdle(millis);
    }

    /** How many deliveries went back to their queues because the process stops. */
    public long handedBack() {
        return parts.metrics().handedBack();
    }

    /** Interrupts running jobs; those that are not done are handed back. */
    public void stopRunning() {
        parts.executor().stopAll();
    }

    /** Hands back jobs that did not stop. */
    public void abandonRunning() {
        parts.executor().abandonAll();
    }

    @Override
    public void close() {
        consumers().forEach(QueueConsumer::stop);
        parts.executor().close();
    }
}
