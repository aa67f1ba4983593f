package io.penstock.internal.event;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Events on Kafka, acknowledged by all in-sync replicas.
 *
 * <p>{@code send} may block for a second when the producer has no metadata, so one thread does nothing else.
 */
public final class KafkaEventSink implements Sink {
    /** Short, because the spool is the better place to wait for Kafka. */
    private static final int DELIVERY_TIMEOUT_MILLIS = 5_000;

    private static final int REQUEST_TIMEOUT_MILLIS = 3_000;
    private static final int MAX_BLOCK_MILLIS = 1_000;

    private final Map<String, Object> config = new HashMap<>();
    private final String topic;
    private final LinkedBlockingQueue<Waiting> waiting = new LinkedBlockingQueue<>();
    private final Thread sender;
    private volatile @Nullable KafkaProducer<String, byte[]> producer;
    private volatile boolean closed;

    private record Waiting(JobEvent event, CompletableFuture<Void> delivered) {}

    public KafkaEventSink(String bootstrapServers, String topic) {
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        config.put(ProducerConfig.CLIENT_ID_CONFIG, "penstock-events");
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MILLIS);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MILLIS);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MILLIS);
        config.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        config.put(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        this.topic = topic;
        this.sender = Thread.ofPlatform().daemon().name("kafka-send").start(this::run);
    }

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public boolean wants(JobEvent.Kind kind, @Nullable String user) {
        return true;
    }

    /** The topic takes smaller records than this event. */
    @Override
    public boolean refusesOnly(Throwable failure) {
        return failure instanceof RecordTooLargeException;
    }

    @Override
    public CompletionStage<Void> deliver(JobEvent event) {
        CompletableFuture<Void> delivered = new CompletableFuture<>();
        waiting.add(new Waiting(event, delivered));
        if (closed) {
            failWaiting(isClosed());
        }
        return delivered;
    }

    private void run() {
        try {
            warmUp();
            while (!closed) {
                Waiting next = waiting.take();
                try {
                    send(open(), next);
                } catch (KafkaException e) {
                    next.delivered().completeExceptionally(e);
                    failWaiting(e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The producer refuses to exist while no name in its configuration resolves, which must not keep jobs from running. */
    private KafkaProducer<String, byte[]> open() {
        KafkaProducer<String, byte[]> opened = producer;
        if (opened == null) {
            opened = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
            producer = opened;
        }
        return opened;
    }

    /** Lets the producer learn of the topic, so that the first event need not wait for that. */
    private void warmUp() {
        try {
            open().partitionsFor(topic);
        } catch (KafkaException e) {
            // the first event will tell, and go to the spool
        }
    }

    private void send(KafkaProducer<String, byte[]> open, Waiting next) {
        JobEvent event = next.event();
        ProducerRecord<String, byte[]> message = new ProducerRecord<>(topic, event.jobId(), event.data());
        event.headers().forEach((name, value) -> message.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        try {
            var unused = open.send(message, (metadata, failure) -> {
                if (failure == null) {
                    next.delivered().complete(null);
                } else {
                    next.delivered().completeExceptionally(failure);
                }
            });
        } catch (RuntimeException e) {
            next.delivered().completeExceptionally(e);
        }
        if (next.delivered().isCompletedExceptionally()) {
            // not even buffered: each event behind it would hold this thread up for as long
            failWaiting(next.delivered().exceptionNow());
        }
    }

    private void failWaiting(Throwable reason) {
        for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
            next.delivered().completeExceptionally(reason);
        }
    }

    private static IllegalStateException isClosed() {
        return new IllegalStateException("the event sink is closed");
    }

    @Override
    public void close() {
        closed = true;
        sender.interrupt();
        failWaiting(isClosed());
        KafkaProducer<String, byte[]> opened = producer;
        if (opened != null) {
            opened.close(Duration.ofSeconds(2));
        }
    }
}
