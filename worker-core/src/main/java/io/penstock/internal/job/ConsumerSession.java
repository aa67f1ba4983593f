package io.penstock.internal.job;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One channel that is consumed, from opening to loss. The thread that calls {@link #serve} owns the channel: it sends
 * all answers. The client's callbacks only put deliveries into queues.
 */
final class ConsumerSession implements Subscription.Events {
    private static final Logger log = LoggerFactory.getLogger(ConsumerSession.class);
    private static final Duration POLL = Duration.ofMillis(200);
    /** With the longest time limit, 25 minutes, it stays below the 30 that RabbitMQ grants a consumer. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(4);

    private static final long LONGEST_HOLD_MILLIS = 1_000;

    private final QueueConsumer.Spec spec;
    private final Channel channel;
    private final DeliveryProcessor processor;
    private final AtomicLong arrivals;
    private final Settler settler;
    private final Subscription subscription;
    private final Slots slots;
    private final OwnerThread owner = new OwnerThread();
    private volatile boolean draining;
    private volatile @Nullable String ended;
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
        this.arrivals = progress.arrivals();
        this.settler = new Settler(channel, spec, owner::wake);
        this.slots = new Slots(spec, progress.busySlots(), this::process);
        this.subscription = new Subscription(channel, spec, careful, this);
    }

    /** Starts to consume. */
    void open() throws IOException {
        subscription.open();
    }

    @Override
    public void arrived(long tag, AMQP.BasicProperties properties, byte[] body) {
        Delivery delivery = new Delivery(tag, properties, body, Instant.now(), slots::free);
        arrivals.incrementAndGet();
        settler.arrived(delivery);
        slots.add(delivery);
    }

    @Override
    public void quiet() {
        owner.wake();
    }

    @Override
    public void ended(String why) {
        slots.close();
        ended = why;
        owner.wake();
    }

    /** Another thread wants the session to stop taking work and to end once everything is answered. */
    void drain() {
        drainStartedNanos = System.nanoTime();
        draining = true;
        slots.close();
        owner.wake();
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
        owner.begin();
        boolean gathering = false;
        while (true) {
            owner.await(gathering ? AckPace.LONGEST : POLL);
            if (!channel.isOpen()) {
                return describe(channel.getCloseReason());
            }
            if (draining) {
                stopTaking();
            } else {
                subscription.endCare();
                handBackStale();
                slots.startWaiting();
            }
            boolean quiet = subscription.isQuiet();
            if (!isHoldingAnswers()) {
                gathering = settler.flush(draining);
            }
            String why = ended;
            if (why != null) {
                return why;
            }
            if (quiet && settler.unsettled() == 0) {
                return null;
            }
        }
    }

    /** A delivery that has waited here for minutes goes back, long before the broker would take them all back. */
    private void handBackStale() {
        Instant stale = Instant.now().minus(LONGEST_WAIT);
        for (Delivery next = slots.pollOlderThan(stale); next != null; next = slots.pollOlderThan(stale)) {
            processor.handBack(next, settler);
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
        if (drainedForMillis() >= POLL.toMillis()) {
            subscription.cancel();
        }
        for (Delivery next = slots.poll(); next != null; next = slots.poll()) {
            processor.handBack(next, settler);
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
        slots.close();
        try {
            channel.abort();
        } catch (IOException e) {
            log.debug("closing a channel: {}", e.toString());
        }
    }
}
