package io.penstock.torture.fault;

import io.penstock.torture.plan.Fault;
import io.penstock.torture.process.WorkerDeaths;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** All that happened, for the verdict and for whoever watches. Thread-safe. */
public final class IncidentLog implements WorkerDeaths {
    /** How a poisonous job ends its JVM. */
    private static final int POISONED = 137;

    private final Consumer<String> out;
    private final boolean poison;
    private final List<Incident> incidents = new ArrayList<>();
    private final List<String> misbehaviour = new ArrayList<>();

    /**
     * Nothing yet.
     *
     * @param out is told in sentences
     * @param poison whether there are jobs that end their worker
     */
    public IncidentLog(Consumer<String> out, boolean poison) {
        this.out = out;
        this.poison = poison;
    }

    /** Something was done and has been put right. */
    synchronized void add(Incident incident) {
        incidents.add(incident);
    }

    /** A worker or a server behaved in a way that no fault explains. */
    synchronized void misbehaved(String what) {
        misbehaviour.add(what);
        out.accept("UNEXPECTED: " + what);
    }

    @Override
    public void byItself(long pid, int exitCode) {
        ended(pid, exitCode, "ended by itself");
    }

    /** The jobs that it holds may end a worker that drains as well. */
    @Override
    public void whileDraining(long pid, int exitCode) {
        ended(pid, exitCode, "got SIGTERM and did not drain: it ended");
    }

    @Override
    public void notDrained(long pid, long seconds) {
        misbehaved("worker " + pid + " got SIGTERM and was still there after " + seconds + " s");
    }

    private void ended(long pid, int exitCode, String how) {
        if (poison && exitCode == POISONED) {
            long now = System.currentTimeMillis();
            add(new Incident(Fault.POISON, pid, now, now));
            out.accept("worker " + pid + " was ended by a job");
        } else {
            misbehaved("worker " + pid + " " + how + " with exit code " + exitCode);
        }
    }

    /** In the order of their ends. */
    public synchronized List<Incident> incidents() {
        return List.copyOf(incidents);
    }

    /** One sentence each. */
    public synchronized List<String> misbehaviour() {
        return List.copyOf(misbehaviour);
    }
}
