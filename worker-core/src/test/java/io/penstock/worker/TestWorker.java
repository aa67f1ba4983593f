package io.penstock.worker;

import io.penstock.internal.config.Config;
import io.penstock.internal.config.QueueConfig;
import io.penstock.internal.plugin.Plugins;
import io.penstock.spi.Interceptor;
import io.penstock.spi.JobHandler;
import io.penstock.testbed.KafkaServer;
import io.penstock.testbed.RabbitMqServer;
import io.penstock.testbed.RedisServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** A worker in the test's own JVM, with handlers made of lambdas, that is ready when {@link Builder#start} returns. */
final class TestWorker implements AutoCloseable {
    private final WorkerProcess process;
    private boolean closed;

    private TestWorker(WorkerProcess process) {
        this.process = process;
    }

    static Builder on(RabbitMqServer rabbit) {
        return new Builder().set("RABBITMQ_URL", rabbit.url()).set("PENSTOCK_HTTP_PORT", "0");
    }

    static final class Builder {
        private final Map<String, String> settings = new HashMap<>();
        private final Map<String, JobHandler<?>> handlers = new LinkedHashMap<>();
        private final List<Interceptor> interceptors = new ArrayList<>();

        Builder set(String name, String value) {
            settings.put(name, value);
            return this;
        }

        /** Sets e.g. {@code MAX_ATTEMPTS} of a queue. */
        Builder queue(String queue, String setting, String value) {
            return set(
                    "PENSTOCK_QUEUES_"
                            + queue.toUpperCase(java.util.Locale.ROOT).replace('-', '_') + "_" + setting,
                    value);
        }

        Builder kafka(KafkaServer kafka) {
            return set("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
        }

        Builder redis(RedisServer redis) {
            return set("REDIS_URL", redis.url());
        }

        /** A handler of type {@code <queue>.test} on that queue. */
        Builder handle(String queue, LambdaHandler.Body body) {
            return handler(new LambdaHandler(queue + ".test", queue, body));
        }

        Builder handler(JobHandler<?> handler) {
            handlers.put(handler.type(), handler);
            return this;
        }

        Builder interceptor(Interceptor interceptor) {
            interceptors.add(interceptor);
            return this;
        }

        WorkerConfig config() {
            Config config = Config.read(List.of(), settings);
            Map<String, String> queues = new LinkedHashMap<>();
            handlers.values().forEach(handler -> queues.put(handler.queue(), handler.type()));
            return new WorkerConfig(
                    config,
                    new Plugins(handlers, interceptors),
                    queues.entrySet().stream()
                            .map(queue -> QueueConfig.read(config, queue.getKey(), queue.getValue()))
                            .toList());
        }

        TestWorker start() throws Exception {
            TestWorker worker = new TestWorker(new WorkerProcess(config()));
            worker.process.start();
            worker.awaitReady();
            return worker;
        }
    }

    WorkerProcess process() {
        return process;
    }

    void awaitReady() {
        Awaitility.await("the worker is ready")
                .atMost(Duration.ofSeconds(30))
                .until(() -> get("/health/ready").statusCode() == 200);
    }

    WorkerHttp http() {
        return new WorkerHttp(process.port());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http().get(path);
    }

    /** The value of a metric line that starts with this text, 0 if there is none. */
    double metric(String start) throws IOException, InterruptedException {
        return get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(start))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** As SIGTERM does. */
    void drain() throws InterruptedException {
        process.drain();
        close();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            process.close();
        }
    }
}
