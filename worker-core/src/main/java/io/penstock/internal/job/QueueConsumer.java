package io.penstock.internal.job;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import io.penstock.internal.amqp.BrokerConnection;
import io.penstock.internal.amqp.Publisher;
import io.penstock.internal.amqp.TopologyConflictException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one queue consumed: opens a session, serves it until it is lost for whatever reason, and opens the next. Its
 * thread is the owner of each session's channels in turn.
 */
public final class QueueConsumer {
    private static final Logger log = LoggerFactory.getLogger(QueueConsumer.class);
    private static final String PAUSED = "paused";
    private static final long FIRST_BACKOFF_MILLIS = 100;
    private static final long LONGEST_BACKOFF_MILLIS = 2_000;

    /**
     * What to consume and how.
     *
     * @param queue the queue's name
     * @param prefetch deliveries held at once
     * @param slots how many deliveries may be begun with at once, at the moment
     * @param publisher where copies go
     * @param declare declares the queue, which somebody may have deleted meanwhile
     * @param gate whether the queue may be consumed at all; asked before each session
     */
    public record Spec(
            String queue, int prefetch, IntSupplier slots, Publisher publisher, Declaration declare, Gate gate) {
        /** From this prefetch on one channel of the broker is what limits the rate, and two are used. */
        private static final int MUCH = 500;

        int channels() {
            return prefetch < MUCH ? 1 : 2;
        }
    }

    /** Declares what is to be consumed. */
    public interface Declaration {
        void run() throws IOException;
    }

    /** Whether a queue may be consumed, as the broker says. */
    public interface Gate {
        /** For queues that are nobody's to pause. */
        Gate ALWAYS_OPEN = () -> true;

        boolean isOpen() throws IOException;
    }

    /** What is counted across channels: runs of a lost channel still hold their slots. */
    record Progress(AtomicInteger busySlots, AtomicLong arrivals) {}

    private final Spec spec;
    private final BrokerConnection connection;
    private final DeliveryProcessor processor;
    private final Progress progress = new Progress(new AtomicInteger(), new AtomicLong());
    private final Thread owner;
    private volatile @Nullable ConsumerSession session;
    private volatile String state = "starting";
    private volatile boolean draining;
    private volatile boolean paused;
    private boolean careful;
    private volatile boolean stopped;

    public QueueConsumer(Spec spec, BrokerConnection connection, DeliveryProcessor processor) {
        this.spec = spec;
        this.connection = connection;
        this.processor = processor;
        this.owner = Thread.ofPlatform().name("consumer-" + spec.queue()).unstarted(this::run);
    }

    public void start() {
        owner.start();
    }

    private void run() {
        long backoffMillis = FIRST_BACKOFF_MILLIS;
        while (!stopped && !draining) {
            long arrivedBefore = progress.arrivals().get();
            try {
                awaitResume();
                consume();
                backoffMillis = arrivedBefore == progress.arrivals().get() ? backoffMillis : FIRST_BACKOFF_MILLIS;
                if (!stopped && !draining) {
                    backOff(backoffMillis);
                    backoffMillis = Math.min(LONGEST_BACKOFF_MILLIS, backoffMillis * 2);
                }
            } catch (InterruptedException e) {
                break;
            }
        }
        state = "stopped";
    }

    private synchronized void awaitResume() throws InterruptedException {
        while (paused && !stopped && !draining) {
            state = PAUSED;
            wait();
        }
    }

    private void consume() throws InterruptedException {
        try {
            spec.declare().run();
            if (!spec.gate().isOpen()) {
                pause();
                return;
            }
            ConsumerSession opened = new ConsumerSession(spec, channels(), processor, progress);
            try {
                opened.open(careful);
                log.info("consuming queue {} with prefetch {}", spec.queue(), spec.prefetch());
                begin(opened);
                lost(opened.serve());
            } finally {
                session = null;
                careful = !connection.isOpen();
                opened.close();
            }
        } catch (IOException | ShutdownSignalException | TopologyConflictException e) {
            lost(e.getMessage());
        } catch (RuntimeException | Error e) {
            log.error("consuming queue {} failed in an unforeseen way", spec.queue(), e);
            lost(e.toString());
        }
    }

    private synchronized void begin(ConsumerSession opened) {
        session = opened;
        state = paused ? PAUSED : "consuming";
        if (draining || paused) {
            opened.drain();
        }
    }

    private List<Channel> channels() throws IOException, InterruptedException {
        List<Channel> channels = new ArrayList<>();
        while (channels.size() < spec.channels()) {
            Channel channel = connection.get().createChannel();
            if (channel == null) {
                for (Channel opened : channels) {
                    opened.abort();
                }
                throw new IOException("the connection has no channel left");
            }
            channels.add(channel);
        }
        return channels;
    }

    private void lost(@Nullable String why) {
        if (why == null || stopped) {
            return;
        }
        String before = state;
        state = "not consuming: " + why;
        if (!state.equals(before)) {
            log.warn("queue {} is not consumed for the moment, trying again: {}", spec.queue(), why);
        }
    }

    /** Interruptible, so that a process that stops does not wait for a broker that is away. */
    private void backOff(long millis) throws InterruptedException {
        Thread.sleep(millis);
    }

    public String queue() {
        return spec.queue();
    }

    /** True while a channel with a consumer is open. */
    public boolean isConsuming() {
        return session != null;
    }

    /** One line for health checks. */
    public String state() {
        return state;
    }

    /** How many deliveries have arrived since the start. */
    public long arrivals() {
        return progress.arrivals().get();
    }

    /** True while the queue is not to be consumed; jobs that were running may go on. */
    public boolean isPaused() {
        return paused;
    }

    /** True if the broker could send more than it has. */
    public boolean hasRoom() {
        ConsumerSession current = session;
        return current != null && !paused && current.unsettled() < spec.prefetch();
    }

    /** Closes the channel, so that a new one is opened. */
    public void rebuild() {
        ConsumerSession current = session;
        if (current != null) {
            current.close();
        }
    }

    /** Takes no more work and hands back what has not started; what runs may end. Harmless if it is paused already. */
    public synchronized void pause() {
        if (paused || draining) {
            return;
        }
        log.info("queue {} is paused; its jobs wait until it is resumed", spec.queue());
        paused = true;
        state = PAUSED;
        processor.drain();
        ConsumerSession current = session;
        if (current != null) {
            current.drain();
        }
    }

    /** Takes work again after {@link #pause}. Harmless if it is not paused. */
    public synchronized void resume() {
        if (!paused || draining) {
            return;
        }
        log.info("queue {} is resumed", spec.queue());
        paused = false;
        processor.resume();
        ConsumerSession current = session;
        state = current == null ? "resuming" : "consuming";
        if (current != null) {
            current.resume();
        }
        notifyAll();
    }

    /** Takes no more work, hands back what has not started, and ends once everything is answered. */
    public synchronized void drain() {
        draining = true;
        processor.drain();
        ConsumerSession current = session;
        if (current == null) {
            owner.interrupt();
        } else {
            current.drain();
        }
    }

    /**
     * Waits for the end of {@link #drain}.
     *
     * @return true if everything was answered in time
     */
    public boolean awaitDrained(long millis) throws InterruptedException {
        owner.join(Math.max(1, millis));
        return !owner.isAlive();
    }

    /**
     * Gives up at once and waits for nothing, least of all for a broker that does not answer; the connection is to be
     * closed next. The broker delivers again what was not answered.
     */
    public void stop() {
        stopped = true;
        owner.interrupt();
    }
}
