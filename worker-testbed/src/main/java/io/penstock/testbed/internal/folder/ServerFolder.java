package io.penstock.testbed.internal.folder;

import io.penstock.testbed.TestbedException;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one server: its data, and what must stay the same over restarts (ports, names, passwords).
 *
 * <p>Opening it kills what an earlier testbed left running in it. One thread at a time.
 */
public final class ServerFolder {
    private final Path path;
    private final boolean temporary;
    private final Path file;
    private final Properties properties = new Properties();
    private final List<FileLock> leases = new ArrayList<>();

    private ServerFolder(Path path, boolean temporary) {
        this.path = path;
        this.temporary = temporary;
        this.file = path.resolve("server.properties");
    }

    /** Opens, or creates, the folder {@code name} in that of a testbed. */
    public static ServerFolder open(DataFolder testbed, String name) {
        ServerFolder folder = new ServerFolder(Folders.create(testbed.path().resolve(name)), testbed.isTemporary());
        StaleProcesses.kill(folder.path);
        folder.load();
        return folder;
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** Whether nothing in it is needed after the testbed is closed. */
    public boolean isTemporary() {
        return temporary;
    }

    /** A sub-folder, created if it is not there. */
    public Path folder(String name) {
        return Folders.create(path.resolve(name));
    }

    /** Writes a file that only its owner may read, and returns it. */
    public Path write(String name, String text) {
        Path target = path.resolve(name);
        Folders.write(target, text);
        return target;
    }

    /** A random text of 32 hexadecimal digits, the same at every opening of this folder. */
    public String secret(String key) {
        String known = properties.getProperty(key);
        if (known != null) {
            return known;
        }
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return remember(key, HexFormat.of().formatHex(bytes));
    }

    /** A port for this server alone, leased until {@link #release}; the same at every opening while it is free. */
    public int port(String key) {
        FileLock lease = known(key);
        if (lease == null) {
            lease = Ports.leaseAny();
        }
        leases.add(lease);
        int port = (int) lease.position();
        remember(key, Integer.toString(port));
        return port;
    }

    private @Nullable FileLock known(String key) {
        String known = properties.getProperty(key);
        return known == null ? null : Ports.lease(Integer.parseInt(known));
    }

    /** Gives its ports back. */
    public void release() {
        for (FileLock lease : leases) {
            try {
                lease.release();
            } catch (IOException failure) {
                throw new TestbedException("Could not give back port " + lease.position(), failure);
            }
        }
        leases.clear();
    }

    /** Deletes it with everything in it. */
    public void delete() {
        Folders.delete(path);
    }

    private void load() {
        if (!Files.exists(file)) {
            return;
        }
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException failure) {
            throw new TestbedException("Could not read " + file, failure);
        }
    }

    private String remember(String key, String value) {
        properties.setProperty(key, value);
        try (Writer text = new StringWriter()) {
            properties.store(text, "What stays the same over restarts of this server");
            Folders.write(file, text.toString());
            return value;
        } catch (IOException failure) {
            throw new TestbedException("Could not write " + file, failure);
        }
    }
}
