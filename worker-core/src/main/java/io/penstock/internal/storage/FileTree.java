package io.penstock.internal.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/**
 * The folders below a root, entered one by one from an open folder into the next, never through a symbolic link. Since each
 * step is relative to a folder that is open, nobody can lead it astray by exchanging a folder for a link meanwhile.
 *
 * @param root without symbolic links
 */
record FileTree(Path root) {
    /** Below the root: what is being written, on the same file system as where it will go. */
    static final String OWN_FOLDER = ".penstock";

    /** Opens the folder that {@code folders} lead to. */
    SecureDirectoryStream<Path> enter(List<String> folders) throws IOException {
        return enter(folders, false);
    }

    /** The same, and makes those that do not exist. */
    SecureDirectoryStream<Path> make(List<String> folders) throws IOException {
        return enter(folders, true);
    }

    private SecureDirectoryStream<Path> enter(List<String> folders, boolean create) throws IOException {
        SecureDirectoryStream<Path> current = openRoot();
        Path path = root;
        for (String folder : folders) {
            try (SecureDirectoryStream<Path> parent = current) {
                current = step(parent, path, Path.of(folder), create);
            }
            path = path.resolve(folder);
        }
        return current;
    }

    private static SecureDirectoryStream<Path> step(
            SecureDirectoryStream<Path> parent, Path path, Path name, boolean create) throws IOException {
        if (create && !exists(parent, name)) {
            createFolder(path, name);
        }
        if (!attributes(parent, name).isDirectory()) {
            throw new NotDirectoryException(path.resolve(name).toString());
        }
        return parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
    }

    /** There is no call to make a folder relative to an open one; at worst an empty one is made elsewhere. */
    private static void createFolder(Path path, Path name) throws IOException {
        try {
            Files.createDirectory(path.resolve(name));
            sync(path);
        } catch (FileAlreadyExistsException e) {
            // somebody else needed it, too
        }
    }

    /** Makes what was created in, or moved into, {@code folder} survive a power failure. */
    static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    static boolean exists(SecureDirectoryStream<Path> folder, Path name) throws IOException {
        try {
            attributes(folder, name);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Of the entry itself, even if it is a link. */
    static BasicFileAttributes attributes(SecureDirectoryStream<Path> folder, Path name) throws IOException {
        return folder.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
    }

    @SuppressWarnings("StreamResourceLeak") // whoever enters the tree closes what is returned
    private SecureDirectoryStream<Path> openRoot() throws IOException {
        DirectoryStream<Path> folder = Files.newDirectoryStream(root);
        if (folder instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        folder.close();
        throw new IOException(root + ": expected a file system of Linux or another Unix");
    }
}
