package io.penstock.console.collect;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import io.penstock.console.letter.NewLetter;
import io.penstock.internal.amqp.BrokerConnection;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one dead-letter queue consumed: opens a session, serves it until it is lost, opens the next. A batch is stored,
 * then acknowledged; if this process dies in between, the broker delivers it again and the database knows it.
 *
 * <p>Its thread is never interrupted: H2 would close its file over that.
 */
final class QueueCollector {
    private static final Logger log = LoggerFactory.getLogger(QueueCollector.class);
    private static final long POLL_MILLIS = 200;
    private static final long FIRST_BACKOFF_MILLIS = 100;
    private static final long LONGEST_BACKOFF_MILLIS = 2_000;

    private final String queue;
    private final BrokerConnection connection;
    private final DeliveryReader reader;
    private final LetterStore store;
    private final Thread owner;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicLong collected = new AtomicLong();
    private volatile String state = "starting";
    private volatile boolean collecting;

    QueueCollector(String queue, BrokerConnection connection, DeliveryReader reader, LetterStore store) {
        this.queue = queue;
        this.connection = connection;
        this.reader = reader;
        this.store = store;
        this.owner = Thread.ofPlatform().name("collector-" + queue).unstarted(this::run);
    }

    void start() {
        owner.start();
    }

    private void run() {
        long backoff = FIRST_BACKOFF_MILLIS;
        while (!isStopped()) {
            long before = collected.get();
            collect();
            backoff = collected.get() == before ? Math.min(LONGEST_BACKOFF_MILLIS, backoff * 2) : FIRST_BACKOFF_MILLIS;
            pause(backoff);
        }
        state = "stopped";
    }

    private void collect() {
        try {
            CollectSession session = session();
            try {
                session.open();
                collecting = true;
                state = "collecting";
                log.info("collecting the dead letters of queue {}", queue);
                lost(serve(session));
            } finally {
                collecting = false;
                session.close();
            }
        } catch (IOException | ShutdownSignalException e) {
            lost(String.valueOf(e.getMessage()));
        } catch (InterruptedException | RuntimeException | Error e) {
            log.error("collecting the dead letters of queue {} failed in an unforeseen way", queue, e);
            lost(e.toString());
        }
    }

    private CollectSession session() throws IOException {
        if (!(connection.get() instanceof RawConnection raw)) {
            throw new IllegalStateException("the collector needs a connection made by RawConnection.Factory");
        }
        Channel channel = raw.createChannel();
        if (channel == null) {
            throw new IOException("the connection has no channel left");
        }
        return new CollectSession(channel, raw.headers(), queue);
    }

    /** Returns why it ended, null if this was stopped. */
    private @Nullable String serve(CollectSession session) throws IOException, InterruptedException {
        while (!isStopped()) {
            String ended = session.ended();
            if (ended != null) {
                return ended;
            }
            List<CollectSession.Arrived> batch = session.take(POLL_MILLIS);
            if (!batch.isEmpty()) {
                settle(session, batch);
            }
        }
        return null;
    }

    /** Waits for the database as long as it takes, if only the channel stays: without it nothing can be acknowledged. */
    private void settle(CollectSession session, List<CollectSession.Arrived> batch) throws IOException {
        long backoff = FIRST_BACKOFF_MILLIS;
        while (session.isOpen() && !isStopped()) {
            try {
                add(store.store(batch.stream().map(this::read).toList()));
                session.ack(batch);
                return;
            } catch (RuntimeException e) {
                if (store.isReachable()) {
                    settleOneByOne(session, batch);
                    return;
                }
                waiting("the database cannot be used: " + e.getMessage());
            }
            pause(backoff);
            backoff = Math.min(LONGEST_BACKOFF_MILLIS, backoff * 2);
        }
    }

    /** One that cannot be stored must not keep back the others. */
    private void settleOneByOne(CollectSession session, List<CollectSession.Arrived> batch) throws IOException {
        for (CollectSession.Arrived each : batch) {
            NewLetter letter = read(each);
            try {
                add(store.store(List.of(letter)));
                session.ack(List.of(each));
            } catch (RuntimeException e) {
                session.setAside(each);
                log.error(
                        "the dead letter of job {} (queue {}) could not be stored; it stays in its queue and is tried"
                                + " again later: {}",
                        letter.job().id(),
                        queue,
                        e.toString());
                log.debug("it could not be stored because of this", e);
            }
        }
    }

    private NewLetter read(CollectSession.Arrived arrived) {
        return reader.read(queue, arrived.content(), arrived.at());
    }

    private void add(int stored) {
        collected.addAndGet(stored);
        state = "collecting";
    }

    private void waiting(String why) {
        String before = state;
        state = "waiting: " + why;
        if (!state.equals(before)) {
            log.warn("dead letters of queue {} wait in their queue, trying again: {}", queue, why);
        }
    }

    private void lost(@Nullable String why) {
        if (why != null && !isStopped()) {
            waiting(why);
        }
    }

    private void pause(long millis) {
        try {
            boolean unused = stopped.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // nobody of ours does that; the state says when to end
        }
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    String queue() {
        return queue;
    }

    boolean isCollecting() {
        return collecting;
    }

    String state() {
        return state;
    }

    long collected() {
        return collected.get();
    }

    /** Stores and acknowledges what is under way, then ends. */
    void stop() {
        stopped.countDown();
    }

    /** Waits for the end. */
    boolean awaitStopped(long millis) throws InterruptedException {
        owner.join(Math.max(1, millis));
        return !owner.isAlive();
    }
}
