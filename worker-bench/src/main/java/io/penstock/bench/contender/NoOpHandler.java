package io.penstock.bench.contender;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.penstock.Outcome;
import io.penstock.spi.HandlerContext;
import io.penstock.spi.JobContext;
import io.penstock.spi.JobHandler;

/** A plug-in that does nothing: what is left is Penstock's own cost. */
public final class NoOpHandler implements JobHandler<SampleJob> {
    /** The queue whose jobs it runs. */
    public static final String QUEUE = "bench";

    @Override
    public String type() {
        return "bench.noop";
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
    public void start(HandlerContext context) {
        Settled settled = new Settled(context.meters());
        SettleWatch.start(settled::count);
    }

    @Override
    public Outcome handle(SampleJob job, JobContext context) {
        if (job.lines().isEmpty()) {
            return Outcome.rejected("a job without lines");
        }
        return Outcome.done();
    }

    /**
     * How many jobs the worker has settled, by its own metric.
     *
     * @param meters the worker's
     */
    private record Settled(MeterRegistry meters) {
        long count() {
            Timer timer = meters.find("penstock.settle").timer();
            return timer == null ? 0 : timer.count();
        }
    }
}
