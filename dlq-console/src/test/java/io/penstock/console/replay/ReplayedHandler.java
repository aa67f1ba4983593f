package io.penstock.console.replay;

import io.penstock.Outcome;
import io.penstock.spi.HandlerContext;
import io.penstock.spi.JobContext;
import io.penstock.spi.JobHandler;
import io.penstock.spi.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** What replayed jobs run into: a line in a file for each time that one has run, or a failure as long as another file is there. */
public final class ReplayedHandler implements JobHandler<ReplayedHandler.Payload> {
    /** Where lines are written. */
    public static final Setting<String> EFFECTS =
            Setting.text("PENSTOCK_TEST_EFFECTS", "", "The file that runs are written down in");

    /** As long as there is such a file, every job fails, and is tried again as often as its queue says. */
    public static final Setting<String> BROKEN =
            Setting.text("PENSTOCK_TEST_BROKEN", "", "The file whose being there makes jobs fail");

    private final ReentrantLock lock = new ReentrantLock();
    private Path effects = Path.of("");
    private Path broken = Path.of("");

    /** Any job. */
    public record Payload(int number) {}

    @Override
    public String type() {
        return "replayed.job";
    }

    @Override
    public String queue() {
        return "replayed-jobs";
    }

    @Override
    public Class<Payload> payloadType() {
        return Payload.class;
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(EFFECTS, BROKEN);
    }

    @Override
    public void start(HandlerContext context) {
        effects = Path.of(context.get(EFFECTS));
        broken = Path.of(context.get(BROKEN));
    }

    @Override
    public Outcome handle(Payload payload, JobContext context) throws IOException {
        if (Files.exists(broken)) {
            throw new IOException("still broken");
        }
        lock.lock();
        try {
            Files.writeString(effects, context.job().id() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } finally {
            lock.unlock();
        }
        return Outcome.done();
    }
}
