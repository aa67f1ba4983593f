package io.penstock.bench.run;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The users' side: reads their streams, blocking, on a connection of its own, and notes when each job's notification came.
 * {@link #due} and {@link #awaitAll} are for one thread.
 */
final class Notifications implements AutoCloseable {
    private static final long BLOCK_MILLIS = 1_000;

    private final RedisClient client;
    private final StatefulRedisConnection<String, String> connection;
    private final String name;
    private final int users;
    private final Pattern jobId;
    private final AtomicLongArray due;
    private final AtomicLongArray came;
    private final CountDownLatch missing;
    private final Thread reader;
    private volatile boolean closed;

    Notifications(RedisURI uri, String name, int users, int jobs) {
        this.name = name;
        this.users = users;
        this.jobId = Pattern.compile("\"job_id\":\"" + name + "\\.(\\d+)\"");
        this.due = new AtomicLongArray(jobs);
        this.came = new AtomicLongArray(jobs);
        this.missing = new CountDownLatch(jobs);
        this.client = RedisClient.create(uri);
        this.connection = client.connect();
        this.reader = Thread.ofPlatform().daemon().name("notifications").start(this::read);
    }

    String jobId(int number) {
        return name + "." + number;
    }

    String user(int number) {
        return name + "-" + number % users;
    }

    void due(int number, long nanos) {
        due.set(number, nanos);
    }

    private void read() {
        Map<String, String> last = new HashMap<>();
        for (int i = 0; i < users; i++) {
            last.put("notifications:" + user(i), "0-0");
        }
        while (!closed && missing.getCount() > 0) {
            List<StreamMessage<String, String>> messages =
                    connection.sync().xread(XReadArgs.Builder.block(BLOCK_MILLIS), offsets(last));
            long now = System.nanoTime();
            for (StreamMessage<String, String> message : messages) {
                last.put(message.getStream(), message.getId());
                note(message.getBody().getOrDefault("data", ""), now);
            }
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // arrays of generic types
    private static StreamOffset<String>[] offsets(Map<String, String> last) {
        return last.entrySet().stream()
                .map(entry -> StreamOffset.from(entry.getKey(), entry.getValue()))
                .toArray(StreamOffset[]::new);
    }

    /** A job may be told of twice; the first time counts. */
    private void note(String data, long now) {
        Matcher matcher = jobId.matcher(data);
        if (matcher.find() && came.compareAndSet(Integer.parseInt(matcher.group(1)), 0, now)) {
            missing.countDown();
        }
    }

    /** Milliseconds of each job, once all came. */
    List<Double> awaitAll(Duration limit) throws InterruptedException {
        if (!missing.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new BenchException(missing.getCount() + " of " + due.length() + " notifications did not come");
        }
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < due.length(); i++) {
            millis.add((came.get(i) - due.get(i)) / 1e6);
        }
        return millis;
    }

    @Override
    public void close() {
        closed = true;
        try {
            reader.join(2 * BLOCK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.shutdown();
    }
}
