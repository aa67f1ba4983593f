package io.penstock.bench.contender;

import io.penstock.client.JobClient;
import io.penstock.client.NewJob;
import java.util.concurrent.atomic.LongAdder;

/** Penstock's client, with as many unconfirmed jobs as the plain one. */
public final class ClientPublisher {
    private ClientPublisher() {}

    /** Arguments: URL, queue, jobs to warm up with, jobs in all. */
    public static void main(String[] arguments) throws InterruptedException {
        long total = Long.parseLong(arguments[3]);
        LongAdder confirmed = new LongAdder();
        byte[] body = Publication.body();
        SettleWatch.start(Long.parseLong(arguments[2]), total, confirmed::sum);
        try (JobClient client = JobClient.builder(arguments[0])
                .maxInFlight(RawPublisher.IN_FLIGHT)
                .appId("bench")
                .build()) {
            for (long i = 0; i < total; i++) {
                var unused = client.enqueue(NewJob.on(arguments[1], body)).thenRun(confirmed::increment);
            }
            Thread.currentThread().join(); // until it is told to stop
        }
    }
}
