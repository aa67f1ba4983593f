package io.penstock.torture.process;

/** Hears of workers that ended in a way that no fault has planned. Called on any thread. */
public interface WorkerDeaths {

    /** A worker ended without being told to. */
    void byItself(long pid, int exitCode);

    /** A worker that got SIGTERM did not drain. */
    void notDrained(long pid, String what);
}
