package io.penstock.torture;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.penstock.testbed.Testbed;
import io.penstock.torture.evidence.DeadLetterReader;
import io.penstock.torture.evidence.EventReader;
import io.penstock.torture.evidence.Evidence;
import io.penstock.torture.evidence.NotificationReader;
import io.penstock.torture.fault.FaultInjector;
import io.penstock.torture.fault.IncidentLog;
import io.penstock.torture.plan.Fault;
import io.penstock.torture.plan.FaultPlan;
import io.penstock.torture.plan.JobPlan;
import io.penstock.torture.plan.PlannedFault;
import io.penstock.torture.process.ProducerCrew;
import io.penstock.torture.process.WorkerCrew;
import io.penstock.torture.recorder.Entry;
import io.penstock.torture.recorder.Recorder;
import io.penstock.torture.verdict.Reconciliation;
import io.penstock.torture.verdict.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One run, from the first server to the verdict. For one thread, once. However this process ends, its workers, producers
 * and servers end with it.
 */
public final class Torture {
    private static final String EFFECTS = "effects.log";
    private static final String EVENTS_TOPIC = "jobs.events";

    private final TortureOptions options;
    private final Path folder;
    private final Consumer<String> out;
    private final JobPlan jobs;
    private final boolean poison;

    /**
     * Nothing runs yet.
     *
     * @param folder an empty folder for data, logs and records; it is kept
     * @param out is told, line by line, what happens
     */
    public Torture(TortureOptions options, Path folder, Consumer<String> out) {
        this.options = options;
        this.folder = folder.toAbsolutePath();
        this.out = out;
        this.poison = options.subject().isOwn() && options.faults().contains(Fault.POISON);
        this.jobs = options.subject().isOwn()
                ? JobPlan.mixed(options.seed(), options.jobs(), poison)
                : JobPlan.uniform(options.seed(), options.jobs());
    }

    /**
     * Starts servers, workers and producers, does the damage, waits until all is settled, and compares.
     *
     * @param allowInstall whether missing servers may be installed
     * @throws io.penstock.testbed.TestbedException if a server cannot be started
     */
    public Report run(boolean allowInstall) throws Exception {
        List<PlannedFault> plan = FaultPlan.of(options.seed(), options.faults(), options.duration());
        tellPlan(plan);
        IncidentLog log = new IncidentLog(out, poison);
        try (Testbed servers = Testbed.builder()
                        .dataFolder(folder.resolve("servers"))
                        .rabbitMq()
                        .redis()
                        .kafka()
                        .allowInstall(allowInstall)
                        .announce(out)
                        .start();
                Recorder recorder = Recorder.start(folder.resolve(EFFECTS));
                WorkerCrew workers = WorkerCrew.of(workers(servers, recorder), folder, log);
                ProducerCrew producers = new ProducerCrew(producers(servers), folder)) {
            workers.start();
            WorkerQueue.await(servers.rabbitMq().url(), options.subject().queue(), log);
            out.accept("Ready; jobs are being sent");
            producers.start();
            Progress progress = Progress.start(recorder, out);
            FaultInjector injector = new FaultInjector(servers, workers, producers, log, out);
            injector.run(plan);
            injector.putRight();
            producers.awaitAll();
            out.accept("All jobs are sent, all faults are over; waiting until everything is settled");
            Map<String, Long> left = new Settling(
                            servers.rabbitMq(),
                            recorder::effects,
                            () -> log.incidents().size())
                    .await();
            progress.close();
            workers.terminate();
            return Reconciliation.of(evidence(servers, producers, log, left));
        }
    }

    private void tellPlan(List<PlannedFault> plan) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("%d jobs over %d s from %d producers to %d workers; seed %d"
                .formatted(
                        options.jobs(),
                        options.duration().toSeconds(),
                        options.producers(),
                        options.workers(),
                        options.seed()));
        lines.add("Data, logs and records in " + folder);
        plan.forEach(fault -> lines.add(fault.toString()));
        if (poison) {
            lines.add("  +  poison: " + Fault.POISON.description());
        }
        Files.write(folder.resolve("schedule.txt"), lines);
        lines.forEach(out);
    }

    private WorkerCrew.Setup workers(Testbed servers, Recorder recorder) {
        TortureOptions.Subject subject = options.subject();
        return new WorkerCrew.Setup(
                options.workers(),
                subject.queue(),
                WorkerEnvironment.of(options, servers, recorder.port()),
                subject.handler());
    }

    private ProducerCrew.Setup producers(Testbed servers) {
        return new ProducerCrew.Setup(
                options.producers(),
                options.seed(),
                options.jobs(),
                poison,
                options.jobs() * 1e3 / options.duration().toMillis(),
                servers.rabbitMq().url(),
                options.subject().queue(),
                options.subject().payload());
    }

    private Evidence evidence(Testbed servers, ProducerCrew producers, IncidentLog log, Map<String, Long> left)
            throws Exception {
        out.accept("Settled; reading records, events, notifications and dead letters");
        List<String> misbehaviour = new ArrayList<>(log.misbehaviour());
        left.forEach((queue, messages) ->
                misbehaviour.add("queue " + queue + " still holds " + messages + " messages and nothing moves"));
        List<Entry> entries = entries();
        boolean recorded =
                options.subject().isOwn() || entries.stream().anyMatch(entry -> entry.what() == Entry.What.DONE);
        return new Evidence(
                jobs,
                recorded,
                producers.contents(),
                entries,
                EventReader.readAll(servers.kafka().bootstrapServers(), EVENTS_TOPIC),
                NotificationReader.readAll(servers.redis().url()),
                DeadLetterReader.readAll(
                        servers.rabbitMq().url(), options.subject().queue()),
                log.incidents(),
                misbehaviour);
    }

    private List<Entry> entries() throws IOException {
        try (Stream<String> lines = Files.lines(folder.resolve(EFFECTS), US_ASCII)) {
            return lines.map(Entry::parse).flatMap(Optional::stream).toList();
        }
    }
}
