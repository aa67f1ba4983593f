package io.penstock.torture.process;

/** Hears of workers that ended in a way that no fault has planned. Called on any thread. */
public interface WorkerDeaths {

    /** A worker ended without being told to. */
    void byItself(long pid, int exitCode);

    /** A worker that got SIGTERM ended, and not with 0. */
    void whileDraining(long pid, int exitCode);

    /** A worker that got SIGTERM was still there after {@code seconds}. */
    void notDrained(long pid, long seconds);
}
