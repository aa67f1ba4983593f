package io.penstock.testbed.internal.folder;

import io.penstock.testbed.TestbedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Ports that no other testbed of this user holds, even while the server that needs them is down.
 *
 * <p>Port n is leased by locking byte n of one file: the kernel gives it back if this JVM dies. All are outside the
 * range from which the kernel takes ports for outgoing connections, so that a port stays free for a restart.
 */
public final class Ports {
    private static final int WINDOW = 5_000;
    private static final int PREFERRED_LOW = 20_000;
    private static final int ATTEMPTS = 500;
    private static final FileChannel LEASES = openLeases();

    private Ports() {}

    /** A lease on {@code port}, or null if someone else has it or listens on it. */
    static @Nullable FileLock lease(int port) {
        try {
            FileLock lease = LEASES.tryLock(port, 1, false);
            if (lease != null && !isFree(port)) {
                lease.release();
                return null;
            }
            return lease;
        } catch (OverlappingFileLockException leasedByThisJvm) {
            return null;
        } catch (IOException failure) {
            throw new TestbedException("Could not lease port " + port, failure);
        }
    }

    /** A lease on some free port; its number is the lock's {@linkplain FileLock#position() position}. */
    static FileLock leaseAny() {
        int low = lowestPort();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            FileLock lease = lease(ThreadLocalRandom.current().nextInt(low, low + WINDOW));
            if (lease != null) {
                return lease;
            }
        }
        throw new TestbedException("No free port from %d to %d after %d attempts; stop what listens there"
                .formatted(low, low + WINDOW - 1, ATTEMPTS));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    private static int lowestPort() {
        try {
            String range = Files.readString(Path.of("/proc/sys/net/ipv4/ip_local_port_range"));
            int ephemeral = Integer.parseInt(range.strip().split("\\s+", 2)[0]);
            boolean below = ephemeral < PREFERRED_LOW + WINDOW && ephemeral > 2 * WINDOW;
            return below ? ephemeral - WINDOW : PREFERRED_LOW;
        } catch (IOException notLinux) {
            return PREFERRED_LOW;
        }
    }

    private static FileChannel openLeases() {
        Path file = Path.of(
                System.getProperty("java.io.tmpdir"),
                "penstock-testbed-ports-" + System.getProperty("user.name") + ".lock");
        try {
            return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException failure) {
            throw new TestbedException("Could not open %s, which keeps the ports".formatted(file), failure);
        }
    }
}
