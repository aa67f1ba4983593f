package io.penstock.internal.event;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.codec.StringCodec;
import io.penstock.internal.redis.Redis;
import io.penstock.internal.redis.RedisLink;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Notifications in Redis Streams, one stream per user. What Redis does not take at once goes to the spool, where it
 * survives this process; the relay of the spool tries every second, and with it the connection.
 */
public final class RedisNotificationSink implements Sink {
    /** What the name of every user's stream begins with. */
    public static final String STREAMS = "notifications:";

    private final RedisLink<String> link;
    private final XAddArgs trim;

    /**
     * @param redis where the streams are; closed by whoever opened it
     * @param maxLength about how many entries a stream keeps
     */
    public RedisNotificationSink(Redis redis, int maxLength) {
        link = redis.gatheringLink(StringCodec.UTF8);
        trim = XAddArgs.Builder.maxlen(maxLength).approximateTrimming();
    }

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public boolean wants(JobEvent.Kind kind, @Nullable String user) {
        return user != null && kind.isTerminal();
    }

    /** Somebody keeps something else under the name of the user's stream. */
    @Override
    public boolean refusesOnly(Throwable failure) {
        return failure instanceof RedisCommandExecutionException
                && String.valueOf(failure.getMessage()).startsWith("WRONGTYPE");
    }

    @Override
    public CompletionStage<Void> deliver(JobEvent event) {
        Map<String, String> entry = entry(event);
        String stream = STREAMS + event.user();
        return link.send(redis -> redis.xadd(stream, trim, entry)).thenApply(id -> null);
    }

    static Map<String, String> entry(JobEvent event) {
        Map<String, String> entry = new LinkedHashMap<>();
        entry.put("event_type", event.kind().notification());
        entry.put("data", event.dataText());
        entry.put("timestamp", Long.toString(event.time().getEpochSecond()));
        return entry;
    }

    @Override
    public void close() {
        // the connection ends with the client
    }
}
