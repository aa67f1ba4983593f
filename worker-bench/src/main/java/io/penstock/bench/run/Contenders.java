package io.penstock.bench.run;

import io.penstock.bench.contender.ClientPublisher;
import io.penstock.bench.contender.NoOpHandler;
import io.penstock.bench.contender.RawConsumer;
import io.penstock.bench.contender.RawPublisher;
import io.penstock.bench.contender.SleepHandler;
import io.penstock.bench.contender.SpringConsumer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How each contender is set up.
 *
 * @param java command lines
 * @param servers what they work with
 * @param work folder for files
 * @param overrides settings of Penstock's worker that replace those here
 */
record Contenders(JavaCommands java, Servers servers, Path work, Map<String, String> overrides) {

    Contender of(Part part) {
        return switch (part) {
            case RAW -> peer(part, RawConsumer.class, Map.of("prefetch", 1_000, "ack_every", 100, "consumers", 1));
            case SPRING ->
                peer(part, SpringConsumer.class, Map.of("prefetch", 1_000, "messages_per_ack", 100, "consumers", 2));
            case PUBLISH_RAW -> peer(part, RawPublisher.class, Map.of("in_flight", RawPublisher.IN_FLIGHT));
            case PUBLISH_CLIENT -> peer(part, ClientPublisher.class, Map.of("in_flight", RawPublisher.IN_FLIGHT));
            // as many deliveries in flight as the two consumers of (b)
            case PENSTOCK, LEDGER, EVENTS, LATENCY -> worker(part, NoOpHandler.QUEUE, "100", "2000");
            case MEMORY -> worker(part, SleepHandler.QUEUE, "1000", "1000");
        };
    }

    private Contender peer(Part part, Class<?> main, Map<String, Object> settings) {
        return new Contender(
                part,
                size -> java.peer(
                        main,
                        servers.rabbitMq(),
                        NoOpHandler.QUEUE,
                        Long.toString(size.warmUp()),
                        Long.toString(size.total())),
                size -> Map.of(),
                settings);
    }

    private Contender worker(Part part, String queue, String concurrency, String prefetch) {
        String prefix = "PENSTOCK_QUEUES_" + queue.toUpperCase(Locale.ROOT) + "_";
        Map<String, String> settings = new TreeMap<>();
        settings.put("PENSTOCK_QUEUES", queue);
        settings.put(prefix + "CONCURRENCY", concurrency);
        settings.put(prefix + "PREFETCH", prefetch);
        settings.putAll(overrides);
        Map<String, Object> shown = new TreeMap<>(settings);
        settings.putAll(servers.settingsFor(part));
        return new Contender(
                part,
                size -> part == Part.MEMORY ? java.ordinaryWorker() : java.worker(),
                size -> environment(settings, size),
                shown);
    }

    private Map<String, String> environment(Map<String, String> settings, Size size) {
        Map<String, String> variables = new HashMap<>(settings);
        variables.put("PENSTOCK_PLUGINS", work.resolve("no-plugins").toString());
        variables.put("PENSTOCK_HTTP_HOST", "127.0.0.1");
        variables.put("PENSTOCK_HTTP_PORT", "0");
        variables.put("BENCH_WARM_UP", Long.toString(size.warmUp()));
        variables.put("BENCH_JOBS", Long.toString(size.total()));
        return variables;
    }
}
