package io.penstock.bench.contender;

import io.penstock.Outcome;
import io.penstock.spi.JobContext;
import io.penstock.spi.JobHandler;
import java.time.Duration;

/** A plug-in whose jobs wait for something far away, so that there can be many of them. */
public final class SleepHandler implements JobHandler<SampleJob> {
    /** The queue whose jobs it runs. */
    public static final String QUEUE = "sleep";

    private static final Duration LONG = Duration.ofMinutes(10);

    @Override
    public String type() {
        return "bench.sleep";
    }

    @Override
    public String queue() {
        return QUEUE;
    }

    @Override
    public Class<SampleJob> payloadType() {
        return SampleJob.class;
    }

    @Override
    public Outcome handle(SampleJob job, JobContext context) throws InterruptedException {
        Thread.sleep(LONG);
        return Outcome.done();
    }
}
