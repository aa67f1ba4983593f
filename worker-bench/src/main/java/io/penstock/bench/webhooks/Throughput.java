package io.penstock.bench.webhooks;

import io.penstock.bench.run.BenchException;
import io.penstock.bench.run.JavaProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * How many deliveries arrive per second.
 *
 * @param rabbitMq its URL
 * @param logs folder for what the senders print
 * @param load what they are given to do
 */
record Throughput(String rabbitMq, Path logs, Load load) {
    private static final int ALL = Load.WARM_UP + Load.MEASURED;

    /**
     * What was measured.
     *
     * @param perSecond arrivals at healthy endpoints
     * @param cpuMicros processor time of the sender for each of them
     */
    record Rate(double perSecond, double cpuMicros) {}

    Rate ofLoop(int run) throws Exception {
        try (Receivers receivers = load.healthy()) {
            List<String> words = new ArrayList<>();
            words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            words.add("-Xmx512m");
            words.addAll(Worker.commonOptions());
            words.addAll(List.of("-cp", System.getProperty("java.class.path"), PlainLoop.class.getName()));
            words.add(Integer.toString(ALL));
            words.addAll(receivers.urls());
            try (JavaProcess process = JavaProcess.start(words, Map.of(), logs.resolve("loop-" + run + ".log"))) {
                return rate(process, receivers);
            }
        }
    }

    Rate ofWorker(int run, Worker worker, boolean bad) throws Exception {
        try (Receivers receivers = load.healthy();
                Receivers hanging = Load.hanging()) {
            Jobs jobs = Jobs.of(run, Load.WARM_UP, receivers, bad ? hanging.andAsManyRefusing() : List.of());
            Traffic.enqueue(rabbitMq, jobs.all());
            try (JavaProcess process = worker.start(logs.resolve("worker-" + run + ".log"))) {
                return rate(process, receivers);
            }
        } finally {
            Leftovers.clear(rabbitMq);
        }
    }

    private static Rate rate(JavaProcess process, Receivers receivers) throws InterruptedException {
        Patience.await("the warm-up", () -> receivers.arrivals().size() >= Load.WARM_UP);
        Duration before = cpu(process);
        int counted = receivers.arrivals().size();
        Patience.await("all deliveries", () -> receivers.arrivals().size() == ALL);
        Duration used = cpu(process).minus(before);
        process.kill();
        List<Long> arrivals = new ArrayList<>(receivers.arrivals().values());
        Collections.sort(arrivals);
        double seconds = (arrivals.getLast() - arrivals.get(Load.WARM_UP)) / 1e9;
        return new Rate((ALL - Load.WARM_UP) / seconds, used.toNanos() / 1e3 / (ALL - counted));
    }

    private static Duration cpu(JavaProcess process) {
        return ProcessHandle.of(process.pid())
                .flatMap(handle -> handle.info().totalCpuDuration())
                .orElseThrow(() -> new BenchException("expected a sender that runs, got one that has ended"));
    }
}
