package io.penstock.testbed.internal.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileLock;
import org.junit.jupiter.api.Test;

class PortsTest {
    @Test
    void a_leased_port_is_not_leased_again_until_it_is_given_back() throws IOException {
        FileLock lease = Ports.leaseAny();
        int port = (int) lease.position();

        assertThat(Ports.lease(port)).isNull();

        lease.release();
        FileLock again = Ports.lease(port);
        assertThat(again).isNotNull();
        again.release();
    }

    @Test
    void a_port_that_someone_listens_on_is_not_leased() throws IOException {
        FileLock lease = Ports.leaseAny();
        int port = (int) lease.position();
        lease.release();

        try (ServerSocket stranger = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(stranger.isBound()).isTrue();
            assertThat(Ports.lease(port)).isNull();
        }
    }
}
