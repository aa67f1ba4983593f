package io.penstock.bench.pdf;

import io.penstock.bench.program.Sample;
import io.penstock.bench.program.StartedHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The PDF worker's handler as the runtime calls it, on the same HTML again and again, with objects in files. */
public final class InvoiceMain {
    private InvoiceMain() {}

    /** Arguments: threads, seconds to warm up, seconds to measure, folder for documents, HTML file. */
    public static void main(String[] arguments) throws Exception {
        int threads = Integer.parseInt(arguments[0]);
        String html = Files.readString(Path.of(arguments[4]));
        StartedHandler handler = StartedHandler.of("pdf.render", List.of("--object-store-root=" + arguments[3]));
        run(handler, html, arguments[3], threads, Double.parseDouble(arguments[1]));
        long start = System.nanoTime();
        int count = run(handler, html, arguments[3], threads, Double.parseDouble(arguments[2]));
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.println(Sample.ofThisProcess(count, seconds).line());
        handler.handler().close();
        System.exit(0);
    }

    /** Returns how many documents were made. */
    private static int run(StartedHandler handler, String html, String folder, int threads, double seconds)
            throws Exception {
        long end = System.nanoTime() + Math.round(seconds * 1e9);
        try (ExecutorService executor =
                Executors.newFixedThreadPool(threads, Thread.ofVirtual().factory())) {
            List<Future<Integer>> loops = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                String json = StartedHandler.json(
                        Map.of("html", html, "output", "file://" + folder + "/penstock-" + thread + ".pdf"));
                loops.add(executor.submit(() -> oneAfterAnother(handler, json, end)));
            }
            int count = 0;
            for (Future<Integer> loop : loops) {
                count += loop.get();
            }
            return count;
        }
    }

    private static int oneAfterAnother(StartedHandler handler, String json, long end) throws Exception {
        int count = 0;
        do {
            handler.run(json);
            count++;
        } while (System.nanoTime() < end);
        return count;
    }
}
