package io.penstock.internal.storage;

import io.penstock.spi.storage.ObjectStoreException;
import io.penstock.spi.storage.ObjectUpload;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** A file that is written under another name and renamed when it is whole and on the disk. */
final class FileUpload implements ObjectUpload {
    private final FileTree tree;
    private final FileUrl target;
    private final String url;
    private final Temporary temporary;
    private final OutputStream stream;

    /**
     * The file before it has its name.
     *
     * @param folder that it is in, open
     * @param name in that folder
     * @param channel open for writing
     */
    private record Temporary(SecureDirectoryStream<Path> folder, Path name, SeekableByteChannel channel) {
        static Temporary create(FileTree tree) throws IOException {
            SecureDirectoryStream<Path> folder = tree.make(List.of(FileTree.OWN_FOLDER));
            try {
                Path name = Path.of(UUID.randomUUID().toString());
                SeekableByteChannel channel = folder.newByteChannel(
                        name,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
                return new Temporary(folder, name, channel);
            } catch (IOException e) {
                folder.close();
                throw e;
            }
        }

        void flushToDisk() throws IOException {
            if (channel instanceof FileChannel file) {
                file.force(true);
            }
            channel.close();
        }

        void delete() throws IOException {
            try (folder) {
                channel.close();
                folder.deleteFile(name);
            } catch (NoSuchFileException renamed) {
                return;
            }
        }
    }

    private FileUpload(FileTree tree, FileUrl target, String url, Temporary temporary) {
        this.tree = tree;
        this.target = target;
        this.url = url;
        this.temporary = temporary;
        this.stream = Channels.newOutputStream(temporary.channel);
    }

    static FileUpload begin(FileTree tree, FileUrl target, String url) throws IOException {
        if (!mayBecomeFile(tree, target)) {
            throw FileBackend.noFile(url);
        }
        return new FileUpload(tree, target, url, Temporary.create(tree));
    }

    /** Looks before the work is done; {@link #commit} makes sure. */
    private static boolean mayBecomeFile(FileTree tree, FileUrl target) throws IOException {
        try (SecureDirectoryStream<Path> folder = tree.enter(target.folders())) {
            return isFileOrAbsent(folder, Path.of(target.name()));
        } catch (NoSuchFileException e) {
            return true;
        }
    }

    private static boolean isFileOrAbsent(SecureDirectoryStream<Path> folder, Path name) throws IOException {
        return !FileTree.exists(folder, name)
                || FileTree.attributes(folder, name).isRegularFile();
    }

    @Override
    public OutputStream stream() {
        return stream;
    }

    @Override
    public void commit() throws ObjectStoreException {
        Path name = Path.of(target.name());
        try {
            temporary.flushToDisk();
            try (SecureDirectoryStream<Path> folder = tree.make(target.folders())) {
                if (!isFileOrAbsent(folder, name)) {
                    throw FileBackend.noFile(url);
                }
                temporary.folder.move(temporary.name, folder, name);
                FileTree.sync(target.folders().stream().reduce(tree.root(), Path::resolve, Path::resolve));
            }
        } catch (IOException e) {
            throw FileBackend.failure(url, e);
        }
    }

    @Override
    public void close() {
        try {
            temporary.delete();
        } catch (IOException e) {
            // the next start of a worker deletes what is left
        }
    }
}
