package io.penstock.bench.images;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.penstock.Job;
import io.penstock.Outcome;
import io.penstock.internal.config.Config;
import io.penstock.internal.plugin.ConfiguredContext;
import io.penstock.internal.plugin.Outside;
import io.penstock.internal.state.LocalState;
import io.penstock.spi.EventStream;
import io.penstock.spi.HandlerEvent;
import io.penstock.spi.JobContext;
import io.penstock.spi.JobHandler;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/** The image worker's handler as the runtime calls it, with objects in files and without a broker. */
public final class HandlerMain {
    /** As many jobs as a worker runs at once unless told otherwise: while one is decoded, others are read and stored. */
    private static final int JOBS = 20;

    private HandlerMain() {}

    /** Arguments: engine, threads, rounds, folder for renditions, photographs in a folder beside it. */
    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[2]);
        Path folder = Path.of(arguments[3]);
        List<String> photographs = List.of(arguments).subList(4, arguments.length);
        Config config = Config.read(
                List.of(
                        "--object-store-root=" + folder.getParent(),
                        "--penstock-image-engine=" + arguments[0],
                        "--penstock-image-threads=" + arguments[1]),
                Map.of());
        JobHandler<?> handler = handler();
        handler.start(new ConfiguredContext(
                handler,
                config,
                new SimpleMeterRegistry(),
                Outside.open(config),
                new ConfiguredContext.Shared(new Unheard(), new LocalState(InstantSource.system()))));
        System.out.println("engine " + handler.health().get("engine"));
        run(handler, folder, photographs, 2);
        long start = System.nanoTime();
        run(handler, folder, photographs, rounds);
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.println(new Sample(photographs.size() * rounds, seconds, residentMib(), heapMib()).line());
        handler.close();
        System.exit(0);
    }

    private static JobHandler<?> handler() {
        return ServiceLoader.load(JobHandler.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(handler -> handler.type().equals("image.resize"))
                .findFirst()
                .orElseThrow();
    }

    private static void run(JobHandler<?> handler, Path folder, List<String> photographs, int rounds) throws Exception {
        try (ExecutorService executor =
                Executors.newFixedThreadPool(JOBS, Thread.ofVirtual().factory())) {
            List<Future<?>> jobs = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                for (int i = 0; i < photographs.size(); i++) {
                    String json = json(folder.resolve(round + "-" + i), photographs.get(i));
                    jobs.add(executor.submit(() -> handle(handler, json)));
                }
            }
            for (Future<?> job : jobs) {
                job.get();
            }
        }
    }

    private static String json(Path outputs, String photograph) {
        String renditions = RenditionSet.ALL.stream()
                .map(rendition -> rendition.json("file://" + outputs + "-" + rendition.name() + ".jpg"))
                .collect(Collectors.joining(","));
        return "{\"source\":\"file://" + photograph + "\",\"renditions\":[" + renditions + "]}";
    }

    private static <P> Outcome.Done handle(JobHandler<P> handler, String json) throws Exception {
        P payload = new JsonMapper().readValue(json, handler.payloadType());
        Outcome outcome = handler.handle(payload, JobContext.outsideOfWorkers(job()));
        if (outcome instanceof Outcome.Done done) {
            return done;
        }
        throw new IllegalStateException("a job was not done: " + outcome);
    }

    private static Job job() {
        Instant now = Instant.now();
        return new Job("1", "image.resize", "images", null, null, 1, 1, now, null, null, null, null, null, Map.of());
    }

    private static double residentMib() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0);
    }

    private static double heapMib() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getType() == MemoryType.HEAP)
                        .map(MemoryPoolMXBean::getPeakUsage)
                        .mapToLong(usage -> usage.getUsed())
                        .sum()
                / (1024.0 * 1024);
    }

    private record Unheard() implements EventStream {
        @Override
        public boolean isHeard() {
            return false;
        }

        @Override
        public CompletionStage<Void> tell(HandlerEvent event) {
            return CompletableFuture.completedStage(null);
        }
    }
}
