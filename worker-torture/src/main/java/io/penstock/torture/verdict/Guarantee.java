package io.penstock.torture.verdict;

import io.penstock.torture.plan.Fault;
import io.penstock.torture.plan.Fault.Target;

/** After which faults an effect may happen once more. */
public enum Guarantee {
    /** Workers share a ledger in Redis: executions carry fencing tokens. */
    SHARED_LEDGER,
    /** Each worker remembers only what it did itself. A job that is delivered again may reach another one. */
    PROCESS_LEDGER;

    /** What may repeat the effects of the worker that it befell. */
    boolean allowsForItsWorker(Fault fault) {
        return fault.target() == Target.WORKER || fault == Fault.POISON;
    }

    /** What may repeat effects of any worker. */
    boolean allowsForAll(Fault fault) {
        return fault.target() == Target.REDIS || (this == PROCESS_LEDGER && fault.target() == Target.BROKER);
    }

    /** Whether a producer that sends a job again under the same id may repeat its effect. */
    boolean allowsAfterSendingAgain() {
        return this == PROCESS_LEDGER;
    }
}
