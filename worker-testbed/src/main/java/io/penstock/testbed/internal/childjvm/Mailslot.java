package io.penstock.testbed.internal.childjvm;

import io.penstock.testbed.TestbedException;
import io.penstock.testbed.internal.command.Poll;
import io.penstock.testbed.internal.folder.Folders;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How this JVM talks with a child JVM: by files that one side creates and the other takes away. It needs no port and
 * no password, and is still there when the child was paused or killed meanwhile.
 */
public final class Mailslot {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
    private static final Duration FOREVER = Duration.ofDays(10_000);

    private final Path ready;
    private final Path cut;

    /** In the folder of the server. */
    public Mailslot(Path serverFolder) {
        Path folder = Folders.create(serverFolder.resolve("mailslot"));
        ready = folder.resolve("ready");
        cut = folder.resolve("cut-connections");
    }

    /** Parent: forgets what an earlier child said. */
    public void clear() {
        take(ready);
        take(cut);
    }

    /** Parent: whether the child said that it is ready. */
    public boolean isReady() {
        return Files.exists(ready);
    }

    /** Parent: has the child cut its connections, and waits until it did. */
    public void cutConnections() {
        put(cut);
        if (!Poll.until(ANSWER_LIMIT, () -> !Files.exists(cut))) {
            take(cut);
            throw new TestbedException("The server in %s did not cut its connections within %d s; is it running?"
                    .formatted(cut.getParent(), ANSWER_LIMIT.toSeconds()));
        }
    }

    /** Child: says that it is ready, then carries out requests to cut connections, for ever. */
    public void serve(Runnable cutter) {
        put(ready);
        Poll.until(FOREVER, () -> {
            if (Files.exists(cut)) {
                cutter.run();
                take(cut);
            }
            return false;
        });
    }

    /** In one step: the other side may take it away at once. */
    private static void put(Path file) {
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException asIntended) {
            return;
        } catch (IOException failure) {
            throw new TestbedException("Could not create " + file, failure);
        }
    }

    private static void take(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failure) {
            throw new TestbedException("Could not delete " + file, failure);
        }
    }
}
