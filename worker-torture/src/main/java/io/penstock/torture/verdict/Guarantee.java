package io.penstock.torture.verdict;

import io.penstock.torture.plan.Fault;

/** After which faults an effect may happen once more. */
public enum Guarantee {
    /** Workers share a ledger in Redis: executions carry fencing tokens. */
    SHARED_LEDGER,
    /** Each worker remembers only what it did itself. A job that is delivered again may reach another one. */
    PROCESS_LEDGER,
    /** Somebody else's plug-in, whose effects nobody has recorded: only the events of a repetition would show. */
    UNRECORDED;

    /** What may repeat the effects of the worker that it befell. */
    boolean allowsForItsWorker(Fault fault) {
        return fault == Fault.WORKER_KILL || fault == Fault.WORKER_PAUSE || fault == Fault.POISON;
    }

    /** What may repeat effects of any worker. */
    boolean allowsForAll(Fault fault) {
        return switch (fault) {
            case REDIS_KILL, REDIS_LOSS, REDIS_PAUSE -> true;
            case BROKER_STOP, BROKER_KILL, BROKER_CUT -> this != SHARED_LEDGER;
            case WORKER_KILL, WORKER_PAUSE, WORKER_TERM, POISON -> false;
            case MEMORY_ALARM, DISK_ALARM, KAFKA_KILL, KAFKA_PAUSE, PRODUCER_KILL -> false;
        };
    }

    /** Whether a producer that sends a job again under the same id may repeat its effect. */
    boolean allowsAfterSendingAgain() {
        return this != SHARED_LEDGER;
    }
}
