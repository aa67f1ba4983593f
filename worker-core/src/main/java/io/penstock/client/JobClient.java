package io.penstock.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.penstock.client.EnqueueException.Reason;
import io.penstock.internal.amqp.BrokerConnection;
import io.penstock.internal.amqp.Message;
import io.penstock.internal.amqp.PublishException;
import io.penstock.internal.amqp.Publisher;
import io.penstock.internal.event.HandlerEvents;
import io.penstock.internal.event.Spool;
import io.penstock.spi.HandlerEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Enqueues jobs. A future that completes normally means that the broker has stored the job durably; one that fails says
 * why, as an {@link EnqueueException}, and enqueueing the same job again under the same id is safe.
 *
 * <p>Thread-safe; one client per process is enough. At most {@code maxInFlight} jobs are unconfirmed at a time: {@link
 * #enqueue} holds its caller up when there are more, for at most the time-out.
 */
public final class JobClient implements AutoCloseable {
    private static final JsonMapper JSON =
            JsonMapper.builder().findAndAddModules().build();

    private final BrokerConnection connection;
    private final Publisher publisher;
    private final Envelopes envelopes;
    private final Duration timeout;
    private final Semaphore permits;
    private final int maxInFlight;
    private final DelayedRoutes delayed;

    private JobClient(Builder builder) {
        this.timeout = builder.timeout;
        this.maxInFlight = builder.maxInFlight;
        this.permits = new Semaphore(maxInFlight);
        this.envelopes = new Envelopes(builder.appId);
        this.connection = new BrokerConnection(builder.url, "client " + builder.appId);
        this.publisher = new Publisher(connection, "client");
        this.delayed = new DelayedRoutes(connection);
    }

    /**
     * Starts building a client.
     *
     * @param url {@code amqp://user:password@host:port/vhost} or {@code amqps://…}
     */
    public static Builder builder(String url) {
        return new Builder(url);
    }

    /** Settings of a client. */
    public static final class Builder {
        private final String url;
        private Duration timeout = Duration.ofSeconds(10);
        private int maxInFlight = 1_000;
        private String appId = "penstock-java";

        private Builder(String url) {
            this.url = url;
        }

        /** How long a job may take to be confirmed, waiting included; default 10 s. */
        public Builder timeout(Duration timeout) {
            if (timeout.isNegative() || timeout.isZero()) {
                throw new IllegalArgumentException("timeout: expected a positive duration, got " + timeout);
            }
            this.timeout = timeout;
            return this;
        }

        /** How many jobs may be unconfirmed at a time, 1 to 100,000; default 1,000. */
        public Builder maxInFlight(int maxInFlight) {
            if (maxInFlight < 1 || maxInFlight > 100_000) {
                throw new IllegalArgumentException("maxInFlight: expected 1 to 100000, got " + maxInFlight);
            }
            this.maxInFlight = maxInFlight;
            return this;
        }

        /** The application's name, carried through to events. */
        public Builder appId(String appId) {
            this.appId = appId;
            return this;
        }

        /** The client; it connects when the first job is enqueued. */
        public JobClient build() {
            return new JobClient(this);
        }
    }

    /**
     * Checks a job as {@link #enqueue} does, without sending it.
     *
     * @throws EnqueueException with reason INVALID if no worker could read it
     */
    public static void check(NewJob job) {
        Envelopes.check(job, body(job));
    }

    /**
     * Enqueues a job.
     *
     * @return completes with the job's id once the broker has stored it; fails with {@link EnqueueException}
     */
    public CompletableFuture<String> enqueue(NewJob job) {
        Message message;
        try {
            message = envelopes.message(job, body(job));
        } catch (EnqueueException e) {
            return CompletableFuture.failedFuture(e);
        }
        long deadline = System.nanoTime() + timeout.toNanos();
        if (!acquire()) {
            return CompletableFuture.failedFuture(tooManyInFlight(job));
        }
        return send(job, message, deadline)
                .whenComplete((stored, failure) -> permits.release())
                .handleAsync(
                        (stored, failure) -> {
                            if (failure == null) {
                                return job.id();
                            }
                            throw new CompletionException(explain(job, failure));
                        },
                        Thread::startVirtualThread); // what the caller chains to it may block
    }

    private CompletableFuture<Void> send(NewJob job, Message message, long deadline) {
        if (message.exchange().isEmpty()) {
            return publisher.publish(message, leftUntil(deadline));
        }
        return delayed.to(job.queue())
                .orTimeout(leftUntil(deadline).toNanos(), TimeUnit.NANOSECONDS)
                .thenCompose(exists -> publisher.publish(message, leftUntil(deadline)));
    }

    private static Duration leftUntil(long deadline) {
        return Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
    }

    /**
     * Enqueues many jobs at once; each has its own future, in the same order.
     *
     * @return one future per job, as from {@link #enqueue}
     */
    public List<CompletableFuture<String>> enqueueAll(List<NewJob> jobs) {
        return jobs.stream().map(this::enqueue).toList();
    }

    private boolean acquire() {
        try {
            return permits.tryAcquire(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private EnqueueException tooManyInFlight(NewJob job) {
        return tooLate("job " + job.id() + " for queue " + job.queue() + " was not enqueued: " + maxInFlight
                + " jobs before it are still unconfirmed");
    }

    private EnqueueException explain(NewJob job, Throwable failure) {
        String prefix = "job " + job.id() + " for queue " + job.queue() + ": ";
        Throwable inner = failure.getCause();
        return switch (failure instanceof CompletionException && inner != null ? inner : failure) {
            case PublishException publishing -> explain(prefix, publishing);
            case EnqueueException known -> new EnqueueException(known.reason(), prefix + known.getMessage());
            case TimeoutException late -> tooLate(prefix + "the broker did not answer in time; the job was not sent");
            default -> new EnqueueException(Reason.CLOSED, prefix + failure);
        };
    }

    private EnqueueException explain(String prefix, PublishException failure) {
        return switch (failure.kind()) {
            case UNROUTABLE ->
                new EnqueueException(
                        Reason.UNROUTABLE,
                        prefix
                                + "the broker has no such queue. Queues are declared by their workers: start one, or check"
                                + " the name");
            case NACKED -> new EnqueueException(Reason.NACKED, prefix + failure.getMessage());
            case TIMED_OUT -> new EnqueueException(Reason.TIMED_OUT, prefix + failure.getMessage());
            case BLOCKED -> new EnqueueException(Reason.BLOCKED, prefix + failure.getMessage());
            case CLOSED -> {
                delayed.forget();
                yield new EnqueueException(Reason.CLOSED, prefix + failure.getMessage());
            }
            case INVALID -> new EnqueueException(Reason.INVALID, prefix + failure.getMessage());
        };
    }

    /** Why a job would have to wait if it were enqueued now, as far as is known; empty if it would not. */
    public Optional<String> obstacle() {
        String blocked = connection.blockedReason();
        if (blocked != null) {
            return Optional.of("RabbitMQ blocks publishing (" + blocked + ")");
        }
        return permits.availablePermits() > 0
                ? Optional.empty()
                : Optional.of(maxInFlight + " jobs are still unconfirmed");
    }

    /** Names the alarm if there is one. */
    private EnqueueException tooLate(String what) {
        String blocked = connection.blockedReason();
        return blocked == null
                ? new EnqueueException(Reason.TIMED_OUT, what)
                : new EnqueueException(Reason.BLOCKED, what + ", as RabbitMQ blocks publishing (" + blocked + ")");
    }

    private static byte[] body(NewJob job) {
        try {
            return switch (job.payload()) {
                case byte[] bytes -> bytes;
                case String text -> text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
                default -> JSON.writeValueAsBytes(job.payload());
            };
        } catch (JsonProcessingException e) {
            throw new EnqueueException(
                    Reason.INVALID,
                    "job " + job.id() + " for queue " + job.queue() + ": the payload cannot be written as JSON: "
                            + e.getOriginalMessage());
        }
    }

    /**
     * Tells an event that is no job's, such as what an operator did. It goes through the spool: workers deliver it to Kafka; do
     * not call this where none of them has one.
     *
     * @return completes when the event is durable
     */
    public CompletionStage<Void> tell(HandlerEvent event) {
        try {
            String data = JSON.writeValueAsString(event.data());
            return new Spool(publisher, new SimpleMeterRegistry()).leaveForKafka(HandlerEvents.written(event, data));
        } catch (JsonProcessingException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    /** Fails what is not confirmed yet. Wait for the futures that matter before closing. */
    @Override
    public void close() {
        publisher.close();
        connection.close();
    }
}
