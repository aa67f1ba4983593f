package io.penstock.internal.amqp;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to RabbitMQ that is opened again when somebody needs it after it was lost. Each process has two: one
 * publishes, one consumes, because a broker under a memory or disk alarm stops reading from connections that publish,
 * and acknowledgements must go on. Thread-safe.
 *
 * <p>The client library's own recovery is off: it covers neither a first connect that fails nor channels closed by an
 * error nor cancelled consumers, and two mechanisms would fight.
 */
public final class BrokerConnection implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(BrokerConnection.class);
    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
    private static final int CALLBACK_THREADS = 2;
    private static final int CALLBACK_IDLE_SECONDS = 5;
    private static final int CLOSE_TIMEOUT_MILLIS = 500;
    private static final int HEARTBEAT_SECONDS = 10;
    /** Above the broker's own limit: a message that the client refuses would cost the connection, again and again. */
    private static final int LARGEST_MESSAGE = 512 * 1024 * 1024;

    private final ConnectionFactory factory;
    private final String name;
    private final ExecutorService callbacks;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Connection connection;
    private volatile @Nullable String blockedReason;
    private volatile boolean closed;

    /**
     * @param url {@code amqp://user:password@host:port/vhost} or {@code amqps://…}
     * @param name shown in the broker's list of connections
     * @throws IllegalArgumentException if the URL cannot be used; the message does not repeat it
     */
    public BrokerConnection(String url, String name) {
        this(url, name, new ConnectionFactory());
    }

    /**
     * As above, with connections of a kind of one's own.
     *
     * @param factory is configured here
     */
    public BrokerConnection(String url, String name, ConnectionFactory factory) {
        this(url, name, factory, threads(name));
    }

    /**
     * A connection that calls its consumers back on the thread that reads from it: they must neither wait nor throw.
     *
     * @param url as above
     * @param name as above
     */
    public static BrokerConnection callingBackAtOnce(String url, String name) {
        return new BrokerConnection(url, name, new ConnectionFactory(), new SameThread());
    }

    private BrokerConnection(String url, String name, ConnectionFactory factory, ExecutorService callbacks) {
        this.name = name;
        this.factory = factory;
        this.callbacks = callbacks;
        try {
            factory.setUri(url);
            if (factory.isSSL()) {
                // setUri alone would trust every certificate
                factory.useSslProtocol(SSLContext.getDefault());
                factory.enableHostnameVerification();
            }
        } catch (URISyntaxException | GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("RABBITMQ_URL: expected amqp://user:password@host:port/vhost, got a URL"
                    + " that cannot be used (" + e.getClass().getSimpleName() + ")");
        }
        factory.setAutomaticRecoveryEnabled(false);
        factory.setTopologyRecoveryEnabled(false);
        factory.setConnectionTimeout(CONNECT_TIMEOUT_MILLIS);
        factory.setHandshakeTimeout(CONNECT_TIMEOUT_MILLIS * 2);
        factory.setChannelRpcTimeout(CONNECT_TIMEOUT_MILLIS * 2);
        factory.setRequestedHeartbeat(HEARTBEAT_SECONDS);
        factory.setMaxInboundMessageBodySize(LARGEST_MESSAGE);
    }

    private static ExecutorService threads(String name) {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                CALLBACK_THREADS,
                CALLBACK_THREADS,
                CALLBACK_IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("amqp-" + name + "-", 0).factory());
        // never shut down, as a connection may notice its own end late and then has something left to run
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /**
     * The open connection; connects first if there is none.
     *
     * @throws IOException if the broker cannot be reached or refuses, or this was closed
     */
    public Connection get() throws IOException {
        Connection current = connection;
        if (current != null && current.isOpen()) {
            return current;
        }
        lock.lock();
        try {
            current = connection;
            if (current != null && current.isOpen()) {
                return current;
            }
            if (closed) {
                throw new IOException("connection " + name + " is closed");
            }
            return connect();
        } finally {
            lock.unlock();
        }
    }

    private Connection connect() throws IOException {
        try {
            Connection opened = factory.newConnection(callbacks, "penstock " + name);
            blockedReason = null;
            opened.addBlockedListener(this::blocked, this::unblocked);
            connection = opened;
            if (closed) {
                opened.abort(CLOSE_TIMEOUT_MILLIS);
                throw new IOException("connection " + name + " is closed");
            }
            log.info("connected to RabbitMQ at {}:{} ({})", factory.getHost(), factory.getPort(), name);
            return opened;
        } catch (TimeoutException e) {
            throw new IOException("no answer from RabbitMQ at " + address() + " in time", e);
        } catch (IOException e) {
            throw new IOException("RabbitMQ at " + address() + " could not be reached: " + reasonOf(e), e);
        }
    }

    private static String reasonOf(Throwable error) {
        String message = error.getMessage();
        Throwable cause = error.getCause();
        if (message == null || message.isBlank()) {
            return cause == null ? error.getClass().getSimpleName() : reasonOf(cause);
        }
        return message;
    }

    private void blocked(String reason) {
        blockedReason = reason;
        log.warn(
                "RabbitMQ blocks publishing on connection {}: {}; jobs that are done are still acknowledged",
                name,
                reason);
    }

    private void unblocked() {
        blockedReason = null;
        log.info("RabbitMQ accepts publishing on connection {} again", name);
    }

    /** Why the broker accepts no publishing at the moment, null if it does. */
    public @Nullable String blockedReason() {
        Connection current = connection;
        return current != null && current.isOpen() ? blockedReason : null;
    }

    public boolean isOpen() {
        Connection current = connection;
        return current != null && current.isOpen();
    }

    /** Host and port, for messages. */
    public String address() {
        return factory.getHost() + ":" + factory.getPort();
    }

    /** Closes the connection, and one that is being opened as soon as it is open. Hardly waits for the broker. */
    @Override
    public void close() {
        closed = true;
        Connection current = connection;
        if (current != null) {
            current.abort(CLOSE_TIMEOUT_MILLIS);
        }
    }
}
