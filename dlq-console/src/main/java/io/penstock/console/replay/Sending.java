package io.penstock.console.replay;

import io.penstock.console.letter.LetterContent;
import io.penstock.internal.amqp.BrokerConnection;
import io.penstock.internal.amqp.Message;
import io.penstock.internal.amqp.PublishException;
import io.penstock.internal.amqp.Publisher;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Sends items to the broker and waits for its answers. Thread-safe. */
final class Sending implements Sender {
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private final BrokerConnection connection;
    private final Publisher publisher;
    private final Outgoing messages;
    private final ReentrantLock connecting = new ReentrantLock();

    /**
     * Sends with this publisher.
     *
     * @param connection the publisher's
     * @param messages   where messages come from
     */
    Sending(BrokerConnection connection, Publisher publisher, Outgoing messages) {
        this.connection = connection;
        this.publisher = publisher;
        this.messages = messages;
    }

    /** One that was sent and is waited for. */
    record Flight(ReplayWork.Claimed item, CompletableFuture<Void> answer) {}

    /** While one of many connects, the others need not wait for it as long. */
    @Override
    public @Nullable String obstacle() {
        String blocked = connection.blockedReason();
        if (blocked != null) {
            return "RabbitMQ blocks publishing (" + blocked + ")";
        }
        if (connection.isOpen()) {
            return null;
        }
        if (!connecting.tryLock()) {
            return "not connected";
        }
        try {
            return connection.get().isOpen() ? null : "not connected";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        } finally {
            connecting.unlock();
        }
    }

    @Override
    public Sent send(String replayId, Replay.Kind kind, List<ReplayWork.Claimed> items) {
        List<Long> ids = items.stream().map(ReplayWork.Claimed::deadLetterId).toList();
        Map<Long, LetterContent> found = messages.of(replayId, kind, ids);
        List<Flight> flights = new ArrayList<>();
        for (ReplayWork.Claimed item : items) {
            flights.add(new Flight(item, send(replayId, item, found.get(item.deadLetterId()))));
        }
        return collect(flights);
    }

    private CompletableFuture<Void> send(String replayId, ReplayWork.Claimed item, @Nullable LetterContent content) {
        if (content == null) {
            return unsendable("its message is not in the database any more");
        }
        Message message = ReplayMessage.of(content, replayId, item.jobId(), item.queue());
        return publisher.publish(message, TIMEOUT);
    }

    private static CompletableFuture<Void> unsendable(String why) {
        return CompletableFuture.failedFuture(new PublishException(PublishException.Kind.INVALID, why));
    }

    /** Waits for the answers and sorts them. */
    static Sent collect(List<Flight> flights) {
        var sorted = new Sorted();
        for (Flight flight : flights) {
            PublishException failure = failureOf(flight.answer());
            if (failure == null) {
                sorted.published.add(flight.item());
            } else {
                sorted.add(flight.item(), failure);
            }
        }
        return new Sent(
                new ReplayWork.Answers(sorted.published, sorted.returned, sorted.unsent),
                sorted.uncertain,
                sorted.cutOff,
                sorted.refusing,
                sorted.why);
    }

    private static final class Sorted {
        private final List<ReplayWork.Claimed> published = new ArrayList<>();
        private final List<ReplayWork.Returned> returned = new ArrayList<>();
        private final List<ReplayWork.Claimed> unsent = new ArrayList<>();
        private final List<ReplayWork.Claimed> uncertain = new ArrayList<>();
        private final List<ReplayWork.Claimed> cutOff = new ArrayList<>();
        private final Set<String> refusing = new HashSet<>();
        private @Nullable String why;

        void add(ReplayWork.Claimed item, PublishException failure) {
            String text = String.valueOf(failure.getMessage());
            switch (failure.kind()) {
                case UNROUTABLE -> returned.add(new ReplayWork.Returned(item, "unroutable", text));
                case INVALID -> returned.add(new ReplayWork.Returned(item, "unsendable", text));
                case NACKED -> {
                    unsent.add(item);
                    refusing.add(item.queue());
                    why = text;
                }
                case BLOCKED -> {
                    unsent.add(item);
                    why = text;
                }
                case TIMED_OUT -> {
                    uncertain.add(item);
                    why = text;
                }
                case CLOSED -> {
                    uncertain.add(item);
                    cutOff.add(item);
                    why = text;
                }
            }
        }
    }

    private static @Nullable PublishException failureOf(CompletableFuture<Void> answer) {
        while (true) {
            try {
                answer.get();
                return null;
            } catch (ExecutionException e) {
                PublishException known = PublishException.in(e.getCause());
                return known == null
                        ? new PublishException(PublishException.Kind.CLOSED, String.valueOf(e.getCause()))
                        : known;
            } catch (InterruptedException e) {
                // nobody of ours does that, as H2 would close its file over it
            }
        }
    }
}
