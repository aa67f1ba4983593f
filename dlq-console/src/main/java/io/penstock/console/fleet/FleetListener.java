package io.penstock.console.fleet;

import io.penstock.internal.amqp.BrokerConnection;
import io.penstock.internal.fleet.FleetEar;
import io.penstock.internal.fleet.FleetVoice;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps listening to workers, whatever becomes of the connection. */
public final class FleetListener implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(FleetListener.class);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final FleetEar ear;
    private final Clock clock;
    private final Thread thread =
            Thread.ofPlatform().daemon().name("fleet-listener").unstarted(this::run);
    private volatile @Nullable Instant since;

    public FleetListener(BrokerConnection connection, Workers workers, Clock clock) {
        this.ear = new FleetEar(connection, FleetVoice.BEAT, workers::hear);
        this.clock = clock;
    }

    /** Begins. */
    public void start() {
        thread.start();
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                if (ear.listen()) {
                    since = clock.instant();
                }
            } catch (IOException | RuntimeException e) {
                since = null;
                log.debug("workers are not heard: {}", e.toString());
            }
            try {
                Thread.sleep(LOOK_AGAIN);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Since when workers are heard without a break; null while they are not. */
    public @Nullable Instant since() {
        return since;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
