package io.penstock.internal.job;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import io.penstock.internal.amqp.Message;
import io.penstock.internal.amqp.PublishException;
import io.penstock.internal.amqp.PublishException.Kind;
import io.penstock.internal.amqp.Publisher;
import io.penstock.internal.amqp.Retry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only class that acks, nacks or republishes. One settler belongs to one channel and ends with it.
 *
 * <p>The order, which prefers running twice to losing: the event is durable, the notification is durable, the copy is
 * confirmed; only then the delivery is acknowledged. A crash in between leads to a redelivery, which may tell an event
 * again under the same id, or leave a second copy of the job under the same id.
 *
 * <p>Requests come from any thread and never block; the channel is touched only by its owner thread, in {@link #flush}.
 */
public final class Settler {
    private static final Logger log = LoggerFactory.getLogger(Settler.class);
    private static final long REQUEUE_PAUSE_MILLIS = 1_000;
    private static final Duration HAND_BACK_TIMEOUT = Duration.ofSeconds(2);

    private enum Answer {
        ACK,
        REQUEUE,
        DEAD_LETTER
    }

    private record Answered(long tag, Answer answer) {}

    private final Channel channel;
    private final Publisher publisher;
    private final QueueConsumer.Declaration declare;
    private final Runnable wakeOwner;
    private final AckPace pace;
    private final AckWindow window = new AckWindow();
    private final Queue<Delivery> arrived = new ConcurrentLinkedQueue<>();
    private final Queue<Answered> answered = new ConcurrentLinkedQueue<>();
    /** Answers that have not been sent yet. */
    private final AtomicInteger unsent = new AtomicInteger();

    /** @param prefetch of the channel */
    Settler(Channel channel, int prefetch, QueueConsumer.Spec spec, Runnable wakeOwner) {
        this.channel = channel;
        this.publisher = spec.publisher();
        this.declare = spec.declare();
        this.wakeOwner = wakeOwner;
        this.pace = new AckPace(prefetch);
    }

    /** False once the channel is gone: its deliveries are with the broker again, and nothing may be copied any more. */
    public boolean isOpen() {
        return channel.isOpen();
    }

    /** Acknowledges after {@code durable} has completed; hands the delivery back if that fails. */
    public void ackAfter(CompletionStage<Void> durable, Delivery delivery) {
        durable.whenComplete((done, failure) -> {
            PublishException publishing = PublishException.in(failure);
            if (failure == null) {
                answer(delivery, Answer.ACK);
            } else if (publishing != null && publishing.kind() == Kind.INVALID) {
                log.error(
                        "an event {}; nobody is told, as doing the job again would not help", publishing.getMessage());
                answer(delivery, Answer.ACK);
            } else {
                log.warn("a delivery could not be settled and goes back to its queue: {}", failure.getMessage());
                requeue(delivery);
            }
        });
    }

    /** Acknowledges: nothing more is to be done with the delivery. */
    public void ack(Delivery delivery) {
        answer(delivery, Answer.ACK);
    }

    /** Puts the delivery back into its queue after a pause, which counts as one more delivery there. */
    public void requeue(Delivery delivery) {
        Retry.later(REQUEUE_PAUSE_MILLIS, () -> answer(delivery, Answer.REQUEUE));
    }

    /** Replaces the delivery by a copy in the same queue; puts it back instead if the queue takes no more. */
    void replaceInPlace(Delivery delivery, Message copy) {
        if (!isOpen()) {
            return;
        }
        var unused = publisher.publishOnce(copy).whenComplete((done, failure) -> {
            if (failure == null) {
                answer(delivery, Answer.ACK);
            } else {
                requeue(delivery);
            }
        });
    }

    /** Replaces the delivery by a copy that must arrive; tries for as long as the channel lives. */
    public void replace(Delivery delivery, Message copy) {
        confirmed(copy).whenComplete((done, failure) -> {
            PublishException publishing = PublishException.in(failure);
            if (failure == null) {
                answer(delivery, Answer.ACK);
            } else if (publishing != null && publishing.kind() == Kind.INVALID) {
                // the broker still has the original: let it dead-letter that itself, bytes intact
                log.error("a copy {}; the broker dead-letters the original instead", publishing.getMessage());
                answer(delivery, Answer.DEAD_LETTER);
            }
        });
    }

    /** Replaces the delivery by a copy now or not at all; then it is put back instead. */
    void replaceOrRequeue(Delivery delivery, Message copy) {
        if (!isOpen()) {
            return;
        }
        var unused = publisher
                .publishOnce(copy, HAND_BACK_TIMEOUT)
                .whenComplete((done, failure) -> answer(delivery, failure == null ? Answer.ACK : Answer.REQUEUE));
    }

    private CompletionStage<Void> confirmed(Message copy) {
        if (!isOpen()) {
            return CompletableFuture.failedStage(new IOException("the channel of the delivery is closed"));
        }
        return Retry.untilConfirmed(() -> publisher.publishOnce(copy), this::tryAgain);
    }

    /** A copy that finds no queue or exchange finds it again once everything is declared anew. */
    private boolean tryAgain(@Nullable PublishException failure) {
        if (!isOpen()) {
            return false;
        }
        log.warn("a copy of a job was not confirmed, trying again: {}", failure == null ? "?" : failure.getMessage());
        if (failure != null && (failure.kind() == Kind.UNROUTABLE || failure.kind() == Kind.CLOSED)) {
            try {
                declare.run();
            } catch (IOException | RuntimeException e) {
                log.warn("declaring queues and exchanges again did not work either: {}", e.getMessage());
            }
        }
        return isOpen();
    }

    /** The owner is woken by the first answer, then looks by itself, and again when they are worth an acknowledgement. */
    private void answer(Delivery delivery, Answer answer) {
        answered.add(new Answered(delivery.tag(), answer));
        int now = unsent.incrementAndGet();
        if (now == 1 || now == pace.enough()) {
            wakeOwner.run();
        }
    }

    /** To be called with each delivery, before anybody can answer it. */
    void arrived(Delivery delivery) {
        arrived.add(delivery);
    }

    /** How many deliveries the broker still waits for. Exact on the owner thread. */
    int unsettled() {
        return window.size() + window.takeable();
    }

    /**
     * Sends what was decided since the last call: negative answers first, as an acknowledgement may cover their tags. An
     * acknowledgement costs the broker about as much as a delivery, so they gather for a moment. Owner thread only.
     *
     * @param atOnce whether nothing may wait for others
     * @return true if an acknowledgement waits for others, for {@link AckPace#LONGEST} at most
     * @throws IOException if the channel is gone; the broker delivers again then
     */
    boolean flush(boolean atOnce) throws IOException {
        takeAnswers();
        int before = window.takeable();
        long now = System.nanoTime();
        try {
            if (atOnce) {
                acknowledge(window.take());
            } else if (pace.isPrefixDue(window.takeable(), now)) {
                acknowledge(window.takeInOneGo());
            }
            if (pace.areStragglersDue(window.takeable(), now)) {
                acknowledge(window.take());
            }
        } catch (AlreadyClosedException e) {
            throw new IOException("the channel is closed", e);
        }
        unsent.addAndGet(window.takeable() - before);
        return window.takeable() > 0;
    }

    private void takeAnswers() throws IOException {
        // in this order: what is answered has arrived before
        List<Answered> news = takeAll(answered);
        takeAll(arrived).forEach(delivery -> window.arrived(delivery.tag()));
        for (Answered next : news) {
            boolean gathers = next.answer() == Answer.ACK && window.settled(next.tag());
            if (!gathers) {
                unsent.decrementAndGet();
            }
            if (next.answer() != Answer.ACK && window.forget(next.tag())) {
                channel.basicNack(next.tag(), false, next.answer() == Answer.REQUEUE);
            }
        }
    }

    private static <T> List<T> takeAll(Queue<T> queue) {
        List<T> all = new ArrayList<>();
        for (T next = queue.poll(); next != null; next = queue.poll()) {
            all.add(next);
        }
        return all;
    }

    private void acknowledge(AckWindow.Acks acks) throws IOException {
        for (long tag : acks.upTo()) {
            channel.basicAck(tag, true);
        }
        for (long tag : acks.single()) {
            channel.basicAck(tag, false);
        }
    }
}
