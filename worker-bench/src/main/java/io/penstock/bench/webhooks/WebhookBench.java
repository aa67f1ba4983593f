package io.penstock.bench.webhooks;

import io.penstock.bench.report.Goal;
import io.penstock.bench.report.Report;
import io.penstock.bench.report.Series;
import io.penstock.bench.report.Statistics;
import io.penstock.bench.run.BenchException;
import io.penstock.bench.run.JavaProcess;
import io.penstock.bench.run.Machine;
import io.penstock.client.JobClient;
import io.penstock.client.NewJob;
import io.penstock.testbed.Testbed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The benchmark of webhooks: one worker, receivers in this process. For one thread. */
final class WebhookBench {
    private static final int HEALTHY = 100;
    private static final int BAD_OF_EACH_KIND = 10;
    private static final int DELIVERIES = 20_000;
    private static final int WARM_UP = 4_000;
    private static final int SLOW = 5_000;
    private static final int SLOW_ENDPOINTS = 1_000;
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final Duration FOR_EVER = Duration.ofHours(1);
    private static final List<Goal> GOALS = List.of(
            Goal.atLeastTimes(0.7, "worker", "loop"),
            Goal.atLeastTimes(0.8, "mixed", "worker"),
            new Goal("mixed.p99", "healthy.p99", false, 1.5),
            Goal.atMost(512, "slow"));

    private final Map<String, Series> series = new LinkedHashMap<>();
    private final Map<String, List<Double>> values = new LinkedHashMap<>();
    private final Path work;
    private final Load load;
    private final Consumer<String> progress;
    private String rabbitMq = "";
    private int runs;

    /**
     * What is asked for.
     *
     * @param answerAfter how long a healthy endpoint takes
     * @param rate deliveries per second where latency is measured
     * @param jvm further options of the worker's JVM
     */
    record Load(Duration answerAfter, int rate, List<String> jvm) {}

    /**
     * A benchmark.
     *
     * @param work folder for logs
     * @param load what endpoints and worker are given to do
     * @param progress is told what happens, a line at a time
     */
    WebhookBench(Path work, Load load, Consumer<String> progress) {
        this.work = work;
        this.load = load;
        this.progress = progress;
    }

    /** Starts servers, measures the named parts, stops them. */
    Report run(List<String> parts, int repetitions, boolean allowInstall) throws Exception {
        Instant start = Instant.now();
        try (Testbed servers = Testbed.builder()
                .rabbitMq()
                .allowInstall(allowInstall)
                .announce(progress)
                .start()) {
            rabbitMq = servers.rabbitMq().url();
            Worker worker = Worker.locate(rabbitMq, load.jvm());
            worker.start(work.resolve("declare.log")).close();
            for (int i = 0; i < repetitions; i++) {
                for (String part : parts) {
                    measure(part, worker);
                }
            }
            Map<String, Object> settings = Map.of(
                    "repetitions",
                    repetitions,
                    "deliveries",
                    DELIVERIES,
                    "healthy_endpoints",
                    HEALTHY,
                    "bad_endpoints",
                    2 * BAD_OF_EACH_KIND,
                    "answer_after_ms",
                    load.answerAfter().toMillis(),
                    "rate",
                    load.rate());
            return new Report(
                    start,
                    Machine.describe(),
                    Machine.versions(servers.rabbitMq().version()),
                    settings,
                    List.copyOf(series.values()),
                    GOALS);
        }
    }

    private void measure(String part, Worker worker) throws Exception {
        runs++;
        switch (part) {
            case "loop" -> note("loop", "plain OkHttp loop", "deliveries/s", loop());
            case "worker" -> note("worker", "worker, healthy endpoints", "deliveries/s", throughput(worker, false));
            case "mixed" ->
                note("mixed", "worker, 10 hang and 10 refuse besides", "deliveries/s", throughput(worker, true));
            case "latency" -> {
                note("healthy.p99", "healthy endpoints, p99", "ms", latency(worker, false));
                note("mixed.p99", "healthy ones, 10 hang and 10 refuse besides, p99", "ms", latency(worker, true));
            }
            case "slow" -> note("slow", "memory with 5,000 slow deliveries in flight", "MiB", slow(worker));
            default -> throw new BenchException("part: expected loop, worker, mixed, latency or slow, got " + part);
        }
    }

    private void note(String key, String name, String unit, double value) {
        values.computeIfAbsent(key, any -> new ArrayList<>()).add(value);
        series.put(key, new Series(key, name, unit, values.getOrDefault(key, List.of())));
        progress.accept("(%s) %s: %.1f %s".formatted(key, name, value, unit));
    }

    private double loop() throws Exception {
        try (Receivers receivers = Receivers.open(HEALTHY, load.answerAfter())) {
            List<String> words = new ArrayList<>();
            words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            words.add("-Xmx512m");
            words.addAll(Worker.commonOptions());
            words.addAll(List.of("-cp", System.getProperty("java.class.path"), PlainLoop.class.getName()));
            words.add(Integer.toString(WARM_UP + DELIVERIES));
            words.addAll(receivers.urls());
            try (JavaProcess process = JavaProcess.start(words, Map.of(), work.resolve("loop-" + runs + ".log"))) {
                await("the loop", () -> receivers.arrivals().size() == WARM_UP + DELIVERIES);
                process.kill();
                return perSecond(new ArrayList<>(receivers.arrivals().values()));
            }
        }
    }

    /** Without the first, during which a JVM still learns. */
    private static double perSecond(List<Long> arrivals) {
        Collections.sort(arrivals);
        return (arrivals.size() - WARM_UP) / ((arrivals.getLast() - arrivals.get(WARM_UP)) / 1e9);
    }

    private double throughput(Worker worker, boolean bad) throws Exception {
        try (Receivers receivers = Receivers.open(HEALTHY, load.answerAfter());
                Receivers hanging = Receivers.open(BAD_OF_EACH_KIND, FOR_EVER)) {
            Traffic.enqueue(rabbitMq, jobs(receivers, hanging, WARM_UP + DELIVERIES, bad));
            try (JavaProcess process = worker.start(work.resolve("worker-" + runs + ".log"))) {
                await("the healthy deliveries", () -> receivers.arrivals().size() == WARM_UP + DELIVERIES);
                process.kill();
            }
            return perSecond(new ArrayList<>(receivers.arrivals().values()));
        } finally {
            clear();
        }
    }

    /** The same share for each endpoint, in random order. */
    private List<NewJob> jobs(Receivers receivers, Receivers hanging, int healthy, boolean bad) throws IOException {
        List<NewJob> jobs = new ArrayList<>();
        List<String> urls = receivers.urls();
        for (int i = 0; i < healthy; i++) {
            String url = urls.get(i % urls.size());
            jobs.add(Traffic.job(runs + "-" + Traffic.id(i), url, url, i));
        }
        List<String> badUrls = new ArrayList<>(hanging.urls());
        for (int i = 0; i < BAD_OF_EACH_KIND; i++) {
            badUrls.add(refusing());
        }
        for (int i = 0; bad && i < healthy / HEALTHY * badUrls.size(); i++) {
            String url = badUrls.get(i % badUrls.size());
            jobs.add(Traffic.job(runs + "-bad-" + i, url, url, i));
        }
        Collections.shuffle(jobs, new Random(42));
        return jobs;
    }

    private static String refusing() throws IOException {
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "http://127.0.0.1:" + closed.getLocalPort() + "/hook";
        }
    }

    /** From enqueueing to arrival, at a steady rate. */
    private double latency(Worker worker, boolean bad) throws Exception {
        runs++;
        try (Receivers receivers = Receivers.open(HEALTHY, load.answerAfter());
                Receivers hanging = Receivers.open(BAD_OF_EACH_KIND, FOR_EVER);
                JavaProcess process = worker.start(work.resolve("latency-" + runs + ".log"))) {
            Map<String, Long> sent = new ConcurrentHashMap<>();
            send(jobs(receivers, hanging, WARM_UP + DELIVERIES, bad), sent);
            await("the healthy deliveries", () -> receivers.arrivals().size() == WARM_UP + DELIVERIES);
            process.kill();
            List<String> ids = new ArrayList<>(receivers.arrivals().keySet());
            ids.sort(java.util.Comparator.comparing(id -> sent.getOrDefault(id, 0L)));
            List<Double> millis = ids.subList(WARM_UP, ids.size()).stream()
                    .map(id -> (receivers.arrivals().getOrDefault(id, 0L) - sent.getOrDefault(id, 0L)) / 1e6)
                    .toList();
            return Statistics.percentile(millis, 99);
        } finally {
            clear();
        }
    }

    private void send(List<NewJob> jobs, Map<String, Long> sent) {
        try (JobClient client =
                JobClient.builder(rabbitMq).timeout(Duration.ofSeconds(60)).build()) {
            List<CompletableFuture<?>> confirms = new ArrayList<>();
            long start = System.nanoTime();
            for (int i = 0; i < jobs.size(); i++) {
                long due = start + i * 1_000_000_000L / load.rate();
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                sent.put(jobs.get(i).id(), System.nanoTime());
                confirms.add(client.enqueue(jobs.get(i)).toCompletableFuture());
            }
            confirms.forEach(CompletableFuture::join);
        }
    }

    /** What the system counts, while every one of them waits for its answer. */
    private double slow(Worker worker) throws Exception {
        Worker wide = worker.with(
                "-Xmx320m",
                Map.of(
                        "PENSTOCK_QUEUES_WEBHOOKS_CONCURRENCY",
                        Integer.toString(SLOW),
                        "PENSTOCK_WEBHOOK_TIMEOUT",
                        "2m"));
        try (Receivers receivers = Receivers.open(1, Duration.ofSeconds(40))) {
            String url = receivers.urls().getFirst();
            List<NewJob> jobs = new ArrayList<>();
            for (int i = 0; i < SLOW; i++) {
                jobs.add(Traffic.job(runs + "-slow-" + i, url, "endpoint-" + i % SLOW_ENDPOINTS, i));
            }
            Traffic.enqueue(rabbitMq, jobs);
            try (JavaProcess process = wide.start(work.resolve("slow-" + runs + ".log"))) {
                await("5,000 deliveries in flight", () -> receivers.waiting() == SLOW);
                return peakMib(process.pid());
            }
        } finally {
            clear();
        }
    }

    /** The most that the process has had in memory. */
    private static double peakMib(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow(() -> new BenchException("expected /proc to tell the memory of a process"));
    }

    private static void await(String what, BooleanSupplier reached) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new BenchException(what + " did not come in " + LIMIT.toSeconds() + " s");
            }
            Thread.sleep(20);
        }
    }

    /** Removes what the bad endpoints did not take. */
    private void clear() throws Exception {
        Leftovers.clear(rabbitMq);
    }
}
