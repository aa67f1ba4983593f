package io.penstock.bench.run;

import io.penstock.bench.contender.NoOpHandler;
import io.penstock.bench.contender.RawConsumer;
import io.penstock.bench.contender.SpringConsumer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * How each contender is set up.
 *
 * @param java command lines
 * @param rabbitMqUrl the broker
 * @param work folder for files
 * @param overrides settings of Penstock's worker that replace those here
 */
record Contenders(JavaCommands java, String rabbitMqUrl, Path work, Map<String, String> overrides) {

    Contender of(Part part) {
        return switch (part) {
            case RAW -> peer(part, RawConsumer.class, Map.of("prefetch", 1_000, "ack_every", 100, "consumers", 1));
            case SPRING ->
                peer(part, SpringConsumer.class, Map.of("prefetch", 1_000, "messages_per_ack", 100, "consumers", 2));
            case PENSTOCK -> worker(part, Map.of());
        };
    }

    private Contender peer(Part part, Class<?> main, Map<String, Object> settings) {
        return new Contender(
                part,
                0,
                (warmUp, total) ->
                        java.peer(main, rabbitMqUrl, NoOpHandler.QUEUE, Long.toString(warmUp), Long.toString(total)),
                (warmUp, total) -> Map.of(),
                settings);
    }

    private Contender worker(Part part, Map<String, String> more) {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "PENSTOCK_QUEUES_BENCH_CONCURRENCY", "100",
                "PENSTOCK_QUEUES_BENCH_PREFETCH", "1000"));
        settings.putAll(more);
        settings.putAll(overrides);
        return new Contender(
                part,
                0,
                (warmUp, total) -> java.worker(),
                (warmUp, total) -> environment(settings, warmUp, total),
                new TreeMap<>(settings));
    }

    private Map<String, String> environment(Map<String, String> settings, long warmUp, long total) {
        Map<String, String> variables = new HashMap<>(settings);
        variables.put("RABBITMQ_URL", rabbitMqUrl);
        variables.put("PENSTOCK_QUEUES", NoOpHandler.QUEUE);
        variables.put("PENSTOCK_PLUGINS", work.resolve("no-plugins").toString());
        variables.put("PENSTOCK_HTTP_HOST", "127.0.0.1");
        variables.put("PENSTOCK_HTTP_PORT", "0");
        variables.put("BENCH_WARM_UP", Long.toString(warmUp));
        variables.put("BENCH_JOBS", Long.toString(total));
        return variables;
    }
}
