package io.penstock.launcher.site;

import io.penstock.launcher.terminal.CommandFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of a site, claimed by this process: nobody else may start or erase anything in it. The claim ends with
 * {@link #close} or with the process. For one thread.
 */
public final class SiteFolder implements AutoCloseable {
    private static final String LOCK = "site.lock";
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private final Path path;
    private final FileChannel lock;

    private SiteFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Claims {@code path}, creating it if needed, and ends what an owner that died left running in it. */
    public static SiteFolder claim(Path path) {
        try {
            Files.createDirectories(path);
            FileChannel lock =
                    FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!isGranted(lock)) {
                lock.close();
                throw CommandFailure.failed("%s is in use by another process%s"
                        .formatted(
                                path,
                                new SiteFile(path)
                                        .readRunning()
                                        .map(site -> " (pid " + site.ownerPid() + ")")
                                        .orElse("")));
            }
            SiteFolder folder = new SiteFolder(path, lock);
            folder.clearUp();
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where a console that works for a site has its data. */
    public static Path ofConsole(Path site) {
        return site.resolve("console");
    }

    /** Whether a console has its database open, which is locked as long as it runs. */
    public static boolean isUsedByConsole(Path site) {
        Path database = ofConsole(site).resolve("console.mv.db");
        if (!Files.exists(database)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(database, StandardOpenOption.WRITE)) {
            return !isGranted(channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** Deletes all data and logs. */
    public void erase() {
        try (Stream<Path> all = Files.walk(path)) {
            List<Path> doomed = all.sorted(Comparator.reverseOrder())
                    .filter(file -> !file.equals(path) && !file.equals(path.resolve(LOCK)))
                    .toList();
            for (Path file : doomed) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void clearUp() {
        SiteFile file = new SiteFile(path);
        file.read().ifPresent(site -> site.stop(STOP_LIMIT));
        file.delete();
    }

    private static boolean isGranted(FileChannel channel) throws IOException {
        try {
            FileLock granted = channel.tryLock();
            return granted != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }
}
