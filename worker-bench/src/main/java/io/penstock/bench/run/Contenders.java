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
    /** The queue that producers fill: as a worker declares it, and nobody's meanwhile. */
    static final String PUBLISHED = SleepHandler.QUEUE;

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

    /** A worker that consumes every queue; it is not measured. */
    Contender ofAllQueues() {
        return worker(Part.PENSTOCK, NoOpHandler.QUEUE + "," + SleepHandler.QUEUE, Map.of());
    }

    private Contender peer(Part part, Class<?> main, Map<String, Object> settings) {
        return new Contender(
                part,
                java.peer(main, servers.rabbitMq(), part.isProducer() ? PUBLISHED : NoOpHandler.QUEUE),
                Map.of(),
                settings);
    }

    private Contender worker(Part part, String queue, String concurrency, String prefetch) {
        String prefix = "PENSTOCK_QUEUES_" + queue.toUpperCase(Locale.ROOT) + "_";
        return worker(part, queue, Map.of(prefix + "CONCURRENCY", concurrency, prefix + "PREFETCH", prefetch));
    }

    private Contender worker(Part part, String queues, Map<String, String> limits) {
        Map<String, String> settings = new TreeMap<>(limits);
        settings.put("PENSTOCK_QUEUES", queues);
        settings.putAll(overrides);
        Map<String, Object> shown = new TreeMap<>(settings);
        settings.putAll(servers.settingsFor(part));
        return new Contender(
                part, part == Part.MEMORY ? java.ordinaryWorker() : java.worker(), environment(settings), shown);
    }

    private Map<String, String> environment(Map<String, String> settings) {
        Map<String, String> variables = new HashMap<>(settings);
        variables.put("PENSTOCK_PLUGINS", work.resolve("no-plugins").toString());
        variables.put("PENSTOCK_HTTP_HOST", "127.0.0.1");
        variables.put("PENSTOCK_HTTP_PORT", "0");
        return variables;
    }
}
