package io.penstock.internal.job;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The channels that a queue is consumed on, from opening to the loss of any of them. The thread that calls {@link #serve}
 * owns them: it sends all answers. The client's callbacks only put deliveries into queues.
 */
final class ConsumerSession {
    private static final Logger log = LoggerFactory.getLogger(ConsumerSession.class);
    private static final Duration POLL = Duration.ofMillis(200);
    /** With the longest time limit, 25 minutes, it stays below the 30 that RabbitMQ grants a consumer. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(4);

    private static final long LONGEST_HOLD_MILLIS = 1_000;

    private final QueueConsumer.Spec spec;
    private final DeliveryProcessor processor;
    private final AtomicLong arrivals;
    private final List<Intake> intakes = new ArrayList<>();
    private final Slots slots;
    private final OwnerThread owner = new OwnerThread();
    private volatile boolean draining;
    private boolean resuming;
    private volatile @Nullable String ended;
    private long drainStartedNanos;

    /** Prepares a session on these channels, which share the prefetch. */
    ConsumerSession(
            QueueConsumer.Spec spec,
            List<Channel> channels,
            DeliveryProcessor processor,
            QueueConsumer.Progress progress) {
        this.spec = spec;
        this.processor = processor;
        this.arrivals = progress.arrivals();
        this.slots = new Slots(spec.slots(), progress.busySlots(), new Processing(spec.queue(), processor));
        Intake.Listener listener = new Intake.Listener(this::arrived, slots::free, this::ended, owner::wake);
        int left = spec.prefetch();
        for (int i = channels.size(); i > 0; i--) {
            intakes.add(new Intake(channels.get(i - 1), left / i, spec, listener));
            left -= left / i;
        }
    }

    /**
     * Starts to consume.
     *
     * @param careful whether to begin with one delivery at a time
     */
    void open(boolean careful) throws IOException {
        int first = careful ? 1 : spec.prefetch();
        for (Intake intake : intakes) {
            intake.subscription().open(first);
            first = careful ? 0 : first;
        }
    }

    private void arrived(Slots.Waiting delivery) {
        arrivals.incrementAndGet();
        slots.add(delivery);
    }

    private void ended(String why) {
        slots.close();
        ended = why;
        owner.wake();
    }

    /** Another thread wants the session to stop taking work and to end once everything is answered. */
    synchronized void drain() {
        if (!draining) {
            drainStartedNanos = System.nanoTime();
        }
        resuming = false;
        draining = true;
        slots.close();
        owner.wake();
    }

    /** Another thread wants the session to take work after all, though it was to end and still waits for jobs that run. */
    synchronized void resume() {
        resuming = draining;
        owner.wake();
    }

    /** How many deliveries are held and not answered. */
    int unsettled() {
        return intakes.stream().mapToInt(intake -> intake.settler().unsettled()).sum();
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
            for (Intake intake : intakes) {
                if (!intake.channel().isOpen()) {
                    return describe(intake.channel().getCloseReason());
                }
            }
            takeAgain();
            if (draining) {
                stopTaking();
            } else {
                keepTaking();
            }
            boolean quiet = isQuiet();
            if (!isHoldingAnswers()) {
                gathering = flush();
            }
            String why = ended;
            if (why != null) {
                return why;
            }
            if (quiet && unsettled() == 0) {
                return null;
            }
        }
    }

    /** A consumer that was cancelled cannot be called back: another one takes its place once it is quiet. */
    private void takeAgain() throws IOException {
        synchronized (this) {
            if (!resuming || !isQuiet() || ended != null) {
                return;
            }
            resuming = false;
            draining = false;
            slots.open();
        }
        for (Intake intake : intakes) {
            intake.subscription().reopen();
        }
    }

    private void keepTaking() throws IOException {
        for (Intake intake : intakes) {
            intake.subscription().endCare();
        }
        handBackStale();
        slots.startWaiting();
    }

    private boolean isQuiet() {
        return intakes.stream().allMatch(intake -> intake.subscription().isQuiet());
    }

    private boolean flush() throws IOException {
        boolean gathering = false;
        for (Intake intake : intakes) {
            gathering |= intake.settler().flush(draining);
        }
        return gathering;
    }

    /** A delivery that has waited here for minutes goes back, long before the broker would take them all back. */
    private void handBackStale() {
        Instant stale = Instant.now().minus(LONGEST_WAIT);
        for (Slots.Waiting next = slots.pollOlderThan(stale); next != null; next = slots.pollOlderThan(stale)) {
            processor.handBack(next.delivery(), next.settler());
        }
    }

    private void stopTaking() {
        if (drainedForMillis() >= POLL.toMillis()) {
            intakes.forEach(intake -> intake.subscription().cancel());
        }
        for (Slots.Waiting next = slots.poll(); next != null; next = slots.poll()) {
            processor.handBack(next.delivery(), next.settler());
        }
    }

    /**
     * While the consumer is being cancelled nothing is acknowledged: that would make the broker assign the next messages
     * to it, and those that a cancelled consumer was assigned and not sent come back as if it had crashed.
     */
    private boolean isHoldingAnswers() {
        return draining && !isQuiet() && drainedForMillis() < LONGEST_HOLD_MILLIS;
    }

    private long drainedForMillis() {
        return (System.nanoTime() - drainStartedNanos) / 1_000_000;
    }

    private static String describe(@Nullable ShutdownSignalException reason) {
        return reason == null ? "the channel is closed" : String.valueOf(reason.getMessage());
    }

    void close() {
        slots.close();
        for (Intake intake : intakes) {
            try {
                intake.close();
            } catch (IOException e) {
                log.debug("closing a channel: {}", e.toString());
            }
        }
    }
}
