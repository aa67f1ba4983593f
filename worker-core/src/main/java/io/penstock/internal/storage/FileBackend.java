package io.penstock.internal.storage;

import io.penstock.spi.storage.ObjectBackend;
import io.penstock.spi.storage.ObjectStoreException;
import io.penstock.spi.storage.ObjectStoreException.Reason;
import io.penstock.spi.storage.ObjectUpload;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Objects that are files below a root folder. Content types are not kept. */
final class FileBackend implements ObjectBackend {
    /** No upload takes longer: what is older was left by a process that died. */
    private static final Duration LONGEST_UPLOAD = Duration.ofDays(1);

    private final Path shown;
    private final FileTree tree;

    /** URLs begin with {@code shown}, even if that is, or leads through, a symbolic link to where the tree is. */
    private FileBackend(Path shown, FileTree tree) {
        this.shown = shown;
        this.tree = tree;
    }

    /**
     * Files below {@code root}.
     *
     * @throws IllegalArgumentException if it is no folder that can be used
     */
    static FileBackend in(String root) {
        try {
            Path shown = Path.of(root).toAbsolutePath().normalize();
            if (shown.getNameCount() == 0) {
                throw new IOException("the root of the whole file system");
            }
            FileTree tree = new FileTree(shown.toRealPath());
            tree.make(List.of(FileTree.OWN_FOLDER)).close();
            deleteLeftovers(tree.root().resolve(FileTree.OWN_FOLDER));
            return new FileBackend(shown, tree);
        } catch (IOException | UncheckedIOException e) {
            throw new IllegalArgumentException(
                    "OBJECT_STORE_ROOT: expected an existing folder that this process may write to, got " + e, e);
        }
    }

    private static void deleteLeftovers(Path folder) throws IOException {
        Instant oldest = Instant.now().minus(LONGEST_UPLOAD);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (lastModified(file).isBefore(oldest)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static Instant lastModified(Path file) throws IOException {
        try {
            return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
        } catch (NoSuchFileException e) {
            return Instant.MAX; // another process finished with it
        }
    }

    @Override
    public InputStream open(String url) throws ObjectStoreException {
        FileUrl file = FileUrl.below(shown, url);
        Path name = Path.of(file.name());
        try (SecureDirectoryStream<Path> folder = tree.enter(file.folders())) {
            if (!FileTree.attributes(folder, name).isRegularFile()) {
                throw noFile(url);
            }
            return Channels.newInputStream(
                    folder.newByteChannel(name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)));
        } catch (IOException e) {
            throw failure(url, e);
        }
    }

    @Override
    public ObjectUpload upload(String url, String contentType) throws ObjectStoreException {
        FileUrl file = FileUrl.below(shown, url);
        try {
            return FileUpload.begin(tree, file, url);
        } catch (IOException e) {
            throw failure(url, e);
        }
    }

    static ObjectStoreException noFile(String url) {
        return new ObjectStoreException(
                Reason.INVALID_URL, url, "expected a regular file, got a folder, a symbolic link or something special");
    }

    static ObjectStoreException failure(String url, IOException failure) {
        return switch (failure) {
            case ObjectStoreException known -> known;
            case NoSuchFileException absent ->
                new ObjectStoreException(Reason.NOT_FOUND, url, "expected an existing file", failure);
            case NotDirectoryException link ->
                new ObjectStoreException(
                        Reason.INVALID_URL,
                        url,
                        "expected real folders on the way, got a file or a symbolic link",
                        failure);
            default -> new ObjectStoreException(Reason.UNAVAILABLE, url, "the file system said " + failure, failure);
        };
    }
}
