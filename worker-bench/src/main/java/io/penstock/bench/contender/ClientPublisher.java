package io.penstock.bench.contender;

import io.penstock.client.JobClient;
import io.penstock.client.NewJob;
import java.util.concurrent.atomic.LongAdder;

/** Penstock's client, with as many unconfirmed jobs as the plain one. */
public final class ClientPublisher {
    private ClientPublisher() {}

    /** Arguments: URL, queue. */
    public static void main(String[] arguments) throws InterruptedException {
        LongAdder confirmed = new LongAdder();
        byte[] body = Publication.body();
        SettleWatch.start(confirmed::sum);
        try (JobClient client = JobClient.builder(arguments[0])
                .maxInFlight(RawPublisher.IN_FLIGHT)
                .appId("bench")
                .build()) {
            while (true) { // until it is told to stop
                var unused = client.enqueue(NewJob.on(arguments[1], body)).thenRun(confirmed::increment);
            }
        }
    }
}
