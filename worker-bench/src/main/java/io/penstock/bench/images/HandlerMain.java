package io.penstock.bench.images;

import io.penstock.bench.program.Sample;
import io.penstock.bench.program.StartedHandler;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
        StartedHandler handler = StartedHandler.of(
                "image.resize",
                List.of(
                        "--object-store-root=" + folder.getParent(),
                        "--penstock-image-engine=" + arguments[0],
                        "--penstock-image-threads=" + arguments[1]));
        System.out.println("engine " + handler.handler().health().get("engine"));
        run(handler, folder, photographs, 2);
        long start = System.nanoTime();
        run(handler, folder, photographs, rounds);
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.println(
                Sample.ofThisProcess(photographs.size() * rounds, seconds).line());
        handler.handler().close();
        System.exit(0);
    }

    private static void run(StartedHandler handler, Path folder, List<String> photographs, int rounds)
            throws Exception {
        try (ExecutorService executor =
                Executors.newFixedThreadPool(JOBS, Thread.ofVirtual().factory())) {
            List<Future<?>> jobs = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                for (int i = 0; i < photographs.size(); i++) {
                    String json = json(folder.resolve(round + "-" + i), photographs.get(i));
                    jobs.add(executor.submit(() -> handler.run(json)));
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
}
