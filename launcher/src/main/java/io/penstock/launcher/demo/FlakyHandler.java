package io.penstock.launcher.demo;

import io.penstock.Outcome;
import io.penstock.spi.JobContext;
import io.penstock.spi.JobHandler;

/**
 * The demo's own plug-in, as a user would write one: fails or refuses jobs on command. Only the demo's worker finds it,
 * as its entry for {@link java.util.ServiceLoader} is written when the demo starts. Safe to use from many threads.
 */
public final class FlakyHandler implements JobHandler<FlakyHandler.Task> {

    /**
     * What to do.
     *
     * @param failures how many attempts fail before one succeeds
     * @param acceptable false if the job can never work
     */
    public record Task(int failures, boolean acceptable) {}

    @Override
    public String type() {
        return "demo.flaky";
    }

    @Override
    public String queue() {
        return "demo";
    }

    @Override
    public Class<Task> payloadType() {
        return Task.class;
    }

    @Override
    public Outcome handle(Task task, JobContext context) {
        int attempt = context.job().attempt();
        if (!task.acceptable()) {
            return Outcome.rejected("this order was cancelled; there is nothing left to do");
        }
        if (attempt <= task.failures()) {
            return Outcome.failed("the warehouse does not answer (failure " + attempt + " of " + task.failures() + ")");
        }
        return Outcome.done("succeeded after " + task.failures() + " failures");
    }
}
