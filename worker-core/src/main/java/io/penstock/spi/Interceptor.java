package io.penstock.spi;

import io.penstock.Outcome;

/**
 * Wraps the execution of every job: tracing, logging context, tenancy. Found by {@link java.util.ServiceLoader} like a
 * handler; several nest in the order of their class names. Runs on the job's own thread. What it throws counts as a
 * failure of the job.
 */
public interface Interceptor {

    /** Does its work around {@code execution.proceed()}, which it calls at most once, and returns an outcome. */
    Outcome around(JobContext context, Execution execution) throws Exception;

    /** The rest of the chain: further interceptors, then the handler. */
    @FunctionalInterface
    interface Execution {
        Outcome proceed() throws Exception;
    }
}
