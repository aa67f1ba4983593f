package io.penstock.bench.run;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.Testbed;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The servers that the parts need, started for this run. */
final class Servers implements AutoCloseable {
    private static final long LOOK_EVERY_MILLIS = 20;

    private final Testbed testbed;
    private final boolean redis;
    private final boolean kafka;

    private Servers(Testbed testbed, boolean redis, boolean kafka) {
        this.testbed = testbed;
        this.redis = redis;
        this.kafka = kafka;
    }

    static Servers start(Set<Part> parts, boolean allowInstall, Consumer<String> progress) {
        boolean redis = parts.stream().anyMatch(Part::needsRedis);
        boolean kafka = parts.stream().anyMatch(Part::needsKafka);
        Testbed.Builder builder =
                Testbed.builder().rabbitMq().allowInstall(allowInstall).announce(progress);
        if (redis) {
            builder.with(ServerKind.REDIS);
        }
        if (kafka) {
            builder.with(ServerKind.KAFKA);
        }
        progress.accept("starting servers");
        return new Servers(builder.start(), redis, kafka);
    }

    String rabbitMq() {
        return testbed.rabbitMq().url();
    }

    String rabbitMqVersion() {
        return testbed.rabbitMq().version();
    }

    /** Where notifications are: the database that a worker uses unless told otherwise. */
    RedisURI redis() {
        RedisURI uri = RedisURI.create(testbed.redis().url());
        if (uri.getDatabase() == 0) {
            uri.setDatabase(9);
        }
        return uri;
    }

    /** The settings that make a worker for {@code part} use them. */
    Map<String, String> settingsFor(Part part) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("RABBITMQ_URL", rabbitMq());
        if (part.needsRedis()) {
            settings.put("REDIS_URL", testbed.redis().url());
        }
        if (part.needsKafka()) {
            settings.put("KAFKA_BOOTSTRAP_SERVERS", testbed.kafka().bootstrapServers());
        }
        return settings;
    }

    /** Empties Redis and its log, so that no measurement carries what an earlier one has left. */
    void forget() throws InterruptedException {
        if (redis) {
            try (RedisClient client = RedisClient.create(redis());
                    StatefulRedisConnection<String, String> connection = client.connect()) {
                RedisCommands<String, String> commands = connection.sync();
                // a log as short as here doubles every few seconds, and rewriting it takes one of two processors: some
                // measurements would meet that three times, and others never
                commands.configSet("auto-aof-rewrite-percentage", "0");
                commands.flushall();
                commands.bgrewriteaof();
                while (!commands.info("persistence").contains("aof_rewrite_in_progress:0")) {
                    Thread.sleep(LOOK_EVERY_MILLIS);
                }
            }
        }
    }

    /** Waits until what was written is on the disk: the system writes it at a time of its own otherwise, and takes a processor. */
    static void settleDisk() throws IOException, InterruptedException {
        int exit = new ProcessBuilder("sync").inheritIO().start().waitFor();
        if (exit != 0) {
            throw new BenchException("sync ended with exit code " + exit);
        }
    }

    /** For the report. */
    String names() {
        return "RabbitMQ" + (redis ? ", Redis" : "") + (kafka ? ", Kafka" : "");
    }

    @Override
    public void close() {
        testbed.close();
    }
}
