package io.penstock.testbed.internal.folder;

import io.penstock.testbed.TestbedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The folder of a whole testbed, held by a lock: two testbeds in one folder would take each other for stale. */
public final class DataFolder implements AutoCloseable {
    private final Path path;
    private final boolean temporary;
    private final FileChannel lockChannel;

    private DataFolder(Path path, boolean temporary, FileChannel lockChannel) {
        this.path = path;
        this.temporary = temporary;
        this.lockChannel = lockChannel;
    }

    /** A new folder that is deleted when it is closed. */
    public static DataFolder temporary() {
        try {
            Path path = Files.createTempDirectory("penstock-testbed-").toRealPath();
            return new DataFolder(path, true, locked(path));
        } catch (IOException failure) {
            throw new TestbedException("Could not create a temporary folder: " + failure, failure);
        }
    }

    /** A folder that stays; it is created if it is not there. */
    public static DataFolder at(Path folder) {
        try {
            Path path = Folders.create(folder.toAbsolutePath()).toRealPath();
            return new DataFolder(path, false, locked(path));
        } catch (IOException failure) {
            throw new TestbedException("Could not use the data folder %s: %s".formatted(folder, failure), failure);
        }
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** Whether it is deleted when it is closed. */
    public boolean isTemporary() {
        return temporary;
    }

    @Override
    public void close() {
        try {
            lockChannel.close();
        } catch (IOException failure) {
            throw new TestbedException("Could not unlock " + path, failure);
        }
        if (temporary) {
            Folders.delete(path);
        }
    }

    private static FileChannel locked(Path path) throws IOException {
        FileChannel channel =
                FileChannel.open(path.resolve("testbed.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock(channel) == null) {
            channel.close();
            throw new TestbedException(
                    "Another testbed is using the data folder %s; close it first, or choose another folder"
                            .formatted(path));
        }
        return channel;
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisJvm) {
            return null;
        }
    }
}
