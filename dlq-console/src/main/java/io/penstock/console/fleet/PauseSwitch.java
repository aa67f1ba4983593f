package io.penstock.console.fleet;

import io.penstock.internal.amqp.BrokerConnection;
import io.penstock.internal.fleet.FleetVoice;
import io.penstock.internal.fleet.Gates;
import java.io.IOException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pauses and resumes queues: the broker remembers it, and workers that listen know at once. Thread-safe. */
public final class PauseSwitch {
    private static final Logger log = LoggerFactory.getLogger(PauseSwitch.class);

    private final Gates gates;
    private final Supplier<BrokerConnection> connect;

    /**
     * Prepares to switch.
     *
     * @param connect makes a connection to publish on; it is closed again, so that no alarm of the broker can ever block others
     */
    public PauseSwitch(Gates gates, Supplier<BrokerConnection> connect) {
        this.gates = gates;
        this.connect = connect;
    }

    /**
     * Pauses or resumes a queue; does nothing if that is so already.
     *
     * @throws IOException if the broker does not answer; then it may or may not have been done
     */
    public void set(String queue, boolean paused) throws IOException {
        gates.set(queue, !paused);
        try (BrokerConnection connection = connect.get()) {
            new FleetVoice(connection).say(FleetVoice.GATE, new byte[0]);
        } catch (IOException e) {
            log.warn("workers were not told about queue {}; they find out by themselves: {}", queue, e.getMessage());
        }
    }
}
