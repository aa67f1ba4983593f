package io.penstock.bench.run;

import io.penstock.bench.contender.SleepHandler;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures what a worker needs when it is idle and when many of its jobs sleep.
 *
 * @param servers what the worker works with
 * @param worker the worker
 * @param work folder for logs
 * @param pause how long it is left alone before each look
 */
record Memory(Servers servers, Contender worker, Path work, Duration pause) {
    private static final int SLEEPERS = 1_000;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern HEAP = Pattern.compile("jvm_memory_used_bytes\\{area=\"heap\"[^}]*} (\\S+)");
    private static final Pattern BUSY =
            Pattern.compile("penstock_worker_slots\\{queue=\"" + SleepHandler.QUEUE + "\",state=\"busy\"} (\\S+)");

    /**
     * Of one process, after a collection of garbage.
     *
     * @param residentMib what the system counts
     * @param heapMib what lives in the heap
     */
    record Look(double residentMib, double heapMib) {}

    /**
     * Both looks at one process.
     *
     * @param idle before any job
     * @param sleeping with 1,000 jobs running
     */
    record Result(Look idle, Look sleeping) {
        double addedMib() {
            return sleeping.residentMib - idle.residentMib;
        }
    }

    Result measure() throws Exception {
        servers.forget();
        Backlog backlog = new Backlog(servers.rabbitMq(), SleepHandler.QUEUE);
        try (JavaProcess process = worker.start(work.resolve("h.log"))) {
            process.awaitReady(LIMIT);
            Look idle = look(process);
            backlog.add(SLEEPERS, 0);
            awaitSleepers(process);
            Look sleeping = look(process);
            process.kill();
            return new Result(idle, sleeping);
        } finally {
            backlog.clear();
        }
    }

    private static void awaitSleepers(JavaProcess process) throws InterruptedException, IOException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (sum(BUSY, process.http("/metrics")) < SLEEPERS) {
            if (System.nanoTime() > deadline) {
                throw new BenchException("a worker did not start " + SLEEPERS + " jobs");
            }
            Thread.sleep(200);
        }
    }

    private Look look(JavaProcess process) throws InterruptedException, IOException {
        Thread.sleep(pause);
        run(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(process.pid()), "GC.run");
        Thread.sleep(pause);
        double resident = Double.parseDouble(
                run("ps", "-o", "rss=", "-p", Long.toString(process.pid())).strip());
        return new Look(resident / 1024, sum(HEAP, process.http("/metrics")) / (1024 * 1024));
    }

    private static double sum(Pattern pattern, String metrics) {
        Matcher matcher = pattern.matcher(metrics);
        double sum = 0;
        while (matcher.find()) {
            sum += Double.parseDouble(matcher.group(1));
        }
        return sum;
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new BenchException(command[0] + " failed: " + output);
        }
        return output;
    }
}
