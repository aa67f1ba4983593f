package io.penstock.internal.job;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One channel that is consumed, from opening to loss. The thread that calls {@link #serve} owns the channel: it starts
 * deliveries as slots become free and sends all answers. The client's callbacks only put signals into a queue.
 */
final class ConsumerSession implements Subscription.Events {
    private static final Logger log = LoggerFactory.getLogger(ConsumerSession.class);
    private static final long POLL_MILLIS = 200;
    /** With the longest time limit, 25 minutes, it stays below the 30 that RabbitMQ grants a consumer. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(4);

    private static final long LONGEST_HOLD_MILLIS = 1_000;

    /** What the owner thread is told. */
    private sealed interface Signal {
        record Arrived(Delivery delivery) implements Signal {}

        record Woken() implements Signal {}

        record Ended(String why) implements Signal {}
    }

    private static final Signal WOKEN = new Signal.Woken();

    private final QueueConsumer.Spec spec;
    private final Channel channel;
    private final DeliveryProcessor processor;
    private final AtomicInteger busySlots;
    private final AtomicLong arrivals;
    private final Settler settler;
    private final Subscription subscription;
    private final LinkedBlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private final Deque<Delivery> waiting = new ArrayDeque<>();
    private volatile boolean draining;
    private @Nullable String ended;
    private long drainStartedNanos;

    /**
     * Prepares a session.
     *
     * @param careful whether to begin with one delivery at a time
     */
    ConsumerSession(
            QueueConsumer.Spec spec,
            Channel channel,
            DeliveryProcessor processor,
            QueueConsumer.Progress progress,
            boolean careful) {
        this.spec = spec;
        this.channel = channel;
        this.processor = processor;
        this.busySlots = progress.busySlots();
        this.arrivals = progress.arrivals();
        this.settler = new Settler(channel, spec, this::wake);
        this.subscription = new Subscription(channel, spec, careful, this);
    }

    /** Starts to consume. */
    void open() throws IOException {
        subscription.open();
    }

    @Override
    public void arrived(long tag, AMQP.BasicProperties properties, byte[] body) {
        signals.add(new Signal.Arrived(new Delivery(tag, properties, body, Instant.now(), this::slotFreed)));
    }

    @Override
    public void quiet() {
        wake();
    }

    @Override
    public void ended(String why) {
        signals.add(new Signal.Ended(why));
    }

    private void slotFreed() {
        busySlots.decrementAndGet();
        wake();
    }

    private void wake() {
        signals.add(WOKEN);
    }

    /** Another thread wants the session to stop taking work and to end once everything is answered. */
    void drain() {
        drainStartedNanos = System.nanoTime();
        draining = true;
        wake();
    }

    /** How many deliveries are held and not answered. */
    int unsettled() {
        return settler.unsettled();
    }

    /**
     * Works until the channel is lost, the consumer is cancelled, or everything is answered after {@link #drain}.
     *
     * @return why it ended, null after a drain
     * @throws IOException if the channel is lost
     */
    @Nullable
    String serve() throws IOException, InterruptedException {
        while (true) {
            Signal signal = signals.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
            while (signal != null) {
                take(signal);
                signal = signals.poll();
            }
            if (!channel.isOpen()) {
                return describe(channel.getCloseReason());
            }
            if (draining) {
                stopTaking();
            } else {
                subscription.endCare();
                startWaiting();
            }
            if (!isHoldingAnswers()) {
                settler.flush();
            }
            if (ended != null) {
                return ended;
            }
            if (subscription.isQuiet() && settler.unsettled() == 0) {
                return null;
            }
        }
    }

    private void take(Signal signal) {
        switch (signal) {
            case Signal.Arrived arrived -> {
                arrivals.incrementAndGet();
                settler.arrived(arrived.delivery());
                waiting.add(arrived.delivery());
            }
            case Signal.Ended end -> ended = end.why();
            case Signal.Woken woken -> {
                // there is something to flush or to start, which the loop does anyway
            }
        }
    }

    /** A delivery that has waited here for minutes goes back, long before the broker would take them all back. */
    private void handBackStale() {
        Instant stale = Instant.now().minus(LONGEST_WAIT);
        while (!waiting.isEmpty() && waiting.element().receivedAt().isBefore(stale)) {
            processor.handBack(waiting.remove(), settler);
        }
    }

    private void startWaiting() {
        handBackStale();
        while (!waiting.isEmpty() && busySlots.get() < spec.concurrency()) {
            busySlots.incrementAndGet();
            Delivery next = waiting.remove();
            Thread.ofVirtual().name(spec.queue() + "-" + next.tag()).start(() -> process(next));
        }
    }

    private void process(Delivery delivery) {
        try {
            processor.process(delivery, settler);
        } catch (RuntimeException | Error e) {
            log.error("a delivery of queue {} could not be processed and goes back", spec.queue(), e);
            settler.requeue(delivery);
        } finally {
            delivery.release();
        }
    }

    private void stopTaking() {
        if (drainedForMillis() >= POLL_MILLIS) {
            subscription.cancel();
        }
        while (!waiting.isEmpty()) {
            processor.handBack(waiting.remove(), settler);
        }
    }

    /**
     * While the consumer is being cancelled nothing is acknowledged: that would make the broker assign the next messages
     * to it, and those that a cancelled consumer was assigned and not sent come back as if it had crashed.
     */
    private boolean isHoldingAnswers() {
        return draining && !subscription.isQuiet() && drainedForMillis() < LONGEST_HOLD_MILLIS;
    }

    private long drainedForMillis() {
        return (System.nanoTime() - drainStartedNanos) / 1_000_000;
    }

    private static String describe(@Nullable ShutdownSignalException reason) {
        return reason == null ? "the channel is closed" : String.valueOf(reason.getMessage());
    }

    void close() {
        try {
            channel.abort();
        } catch (IOException e) {
            log.debug("closing a channel: {}", e.toString());
        }
    }
}
