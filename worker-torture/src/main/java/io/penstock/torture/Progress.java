package io.penstock.torture;

import io.penstock.torture.recorder.Recorder;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Says every ten seconds how far it is. */
final class Progress implements AutoCloseable {
    private static final int SECONDS = 10;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("progress").factory());

    private Progress() {}

    static Progress start(Recorder recorder, Consumer<String> out) {
        Progress progress = new Progress();
        long started = System.nanoTime();
        var unused = progress.timer.scheduleAtFixedRate(
                () -> out.accept("%7d s  %d effects"
                        .formatted((System.nanoTime() - started) / 1_000_000_000, recorder.effects())),
                SECONDS,
                SECONDS,
                TimeUnit.SECONDS);
        return progress;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
