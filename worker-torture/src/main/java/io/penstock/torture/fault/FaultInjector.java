package io.penstock.torture.fault;

import io.penstock.testbed.RabbitMqServer;
import io.penstock.testbed.Server;
import io.penstock.testbed.Testbed;
import io.penstock.testbed.TestbedException;
import io.penstock.torture.plan.Fault;
import io.penstock.torture.plan.PlannedFault;
import io.penstock.torture.process.ProducerCrew;
import io.penstock.torture.process.WorkerCrew;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Does what is planned, when it is planned, and puts it right afterwards. Each fault has a thread of its own; those of one
 * target wait for each other. For one thread.
 */
public final class FaultInjector {
    private final Testbed servers;
    private final WorkerCrew workers;
    private final ProducerCrew producers;
    private final IncidentLog log;
    private final Consumer<String> out;
    private final Map<Fault.Target, ReentrantLock> locks = new EnumMap<>(Fault.Target.class);

    public FaultInjector(
            Testbed servers, WorkerCrew workers, ProducerCrew producers, IncidentLog log, Consumer<String> out) {
        this.servers = servers;
        this.workers = workers;
        this.producers = producers;
        this.log = log;
        this.out = out;
        for (Fault.Target target : Fault.Target.values()) {
            locks.put(target, new ReentrantLock(true));
        }
    }

    /** What is done, and how it is put right. Both return when it is so. */
    private interface Step {
        void run() throws InterruptedException;
    }

    /** Returns when everything that was planned has been done and put right. */
    public void run(List<PlannedFault> plan) throws InterruptedException {
        long started = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (PlannedFault fault : plan) {
            Duration passed = Duration.ofNanos(System.nanoTime() - started);
            if (fault.at().compareTo(passed) > 0) {
                Thread.sleep(fault.at().minus(passed));
            }
            threads.add(Thread.ofPlatform().name("fault " + fault.number()).start(() -> injectInTurn(fault)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Whatever went wrong, at the end every server runs and nothing is paused. */
    public void putRight() {
        servers.servers().forEach(Server::start);
        servers.rabbitMq().clearAlarms();
        workers.start();
    }

    private void injectInTurn(PlannedFault fault) {
        ReentrantLock turn = Objects.requireNonNull(locks.get(fault.fault().target()));
        try {
            turn.lockInterruptibly();
            try {
                out.accept("%3d  %s".formatted(fault.number(), fault.fault().word()));
                inject(fault);
            } finally {
                turn.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TestbedException e) {
            log.misbehaved("fault %d (%s) did not go as planned: %s"
                    .formatted(fault.number(), fault.fault().word(), e.getMessage()));
        }
    }

    private void inject(PlannedFault fault) throws InterruptedException {
        RabbitMqServer broker = servers.rabbitMq();
        switch (fault.fault()) {
            case WORKER_KILL ->
                workerEnds(fault, () -> workers.slot(fault.pick()).kill());
            case WORKER_TERM ->
                workerEnds(fault, () -> workers.slot(fault.pick()).terminate());
            case WORKER_PAUSE -> pauseWorker(fault);
            case BROKER_STOP -> hold(fault, broker::stop, broker::start);
            case BROKER_KILL -> hold(fault, broker::kill, broker::start);
            case BROKER_CUT -> hold(fault, broker::cutConnections, () -> {});
            case MEMORY_ALARM -> hold(fault, broker::raiseMemoryAlarm, broker::clearMemoryAlarm);
            case DISK_ALARM -> hold(fault, broker::raiseDiskAlarm, broker::clearDiskAlarm);
            case REDIS_KILL -> hold(fault, servers.redis()::kill, servers.redis()::start);
            case REDIS_LOSS -> hold(fault, servers.redis()::killAndLoseData, servers.redis()::start);
            case REDIS_PAUSE -> hold(fault, servers.redis()::pause, servers.redis()::resume);
            case KAFKA_KILL -> hold(fault, servers.kafka()::kill, servers.kafka()::start);
            case KAFKA_PAUSE -> hold(fault, servers.kafka()::pause, servers.kafka()::resume);
            case PRODUCER_KILL -> killProducer(fault);
            case POISON -> throw new IllegalArgumentException("poison comes with the jobs");
        }
    }

    private void hold(PlannedFault fault, Step damage, Step repair) throws InterruptedException {
        long start = System.currentTimeMillis();
        try {
            damage.run();
            Thread.sleep(fault.hold());
        } finally {
            repair.run();
        }
        log.add(new Incident(fault.fault(), 0, start, System.currentTimeMillis()));
    }

    /** How a worker is ended; the pid of which one, empty if there was none. */
    private interface WorkerEnd {
        Optional<Long> run() throws InterruptedException;
    }

    private void workerEnds(PlannedFault fault, WorkerEnd end) throws InterruptedException {
        long start = System.currentTimeMillis();
        Optional<Long> pid = end.run();
        Thread.sleep(fault.hold());
        workers.slot(fault.pick()).start();
        pid.ifPresent(victim -> log.add(new Incident(fault.fault(), victim, start, System.currentTimeMillis())));
    }

    private void pauseWorker(PlannedFault fault) throws InterruptedException {
        long start = System.currentTimeMillis();
        workers.slot(fault.pick())
                .pause(fault.hold())
                .ifPresent(pid -> log.add(new Incident(fault.fault(), pid, start, System.currentTimeMillis())));
    }

    private void killProducer(PlannedFault fault) throws InterruptedException {
        long start = System.currentTimeMillis();
        Optional<Integer> victim = producers.kill(fault.pick());
        Thread.sleep(fault.hold());
        if (victim.isPresent()) {
            producers.restart(victim.get());
            log.add(new Incident(fault.fault(), 0, start, System.currentTimeMillis()));
        }
    }
}
