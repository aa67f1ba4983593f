package io.penstock.testbed.internal.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.testbed.TestbedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerFolderTest {
    @TempDir
    Path temp;

    @Test
    void ports_and_secrets_are_the_same_at_the_next_opening() {
        try (DataFolder testbed = DataFolder.at(temp)) {
            ServerFolder first = ServerFolder.open(testbed, "redis");
            int port = first.port("port");
            String password = first.secret("password");
            first.release();

            ServerFolder second = ServerFolder.open(testbed, "redis");
            assertThat(second.port("port")).isEqualTo(port);
            assertThat(second.secret("password")).isEqualTo(password).hasSize(32);
            second.release();
        }
    }

    @Test
    void a_port_that_was_taken_meanwhile_is_replaced() throws IOException {
        try (DataFolder testbed = DataFolder.at(temp)) {
            ServerFolder first = ServerFolder.open(testbed, "redis");
            int port = first.port("port");
            first.release();

            try (ServerSocket stranger = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                ServerFolder second = ServerFolder.open(testbed, "redis");
                assertThat(second.port("port")).isNotEqualTo(stranger.getLocalPort());
                second.release();
            }
        }
    }

    @Test
    void nobody_else_may_read_the_secrets() throws IOException {
        try (DataFolder testbed = DataFolder.at(temp)) {
            ServerFolder folder = ServerFolder.open(testbed, "redis");
            folder.secret("password");

            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(folder.path().resolve("server.properties"))))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.path())))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void a_second_testbed_in_the_same_folder_is_refused() {
        try (DataFolder testbed = DataFolder.at(temp)) {
            assertThatThrownBy(() -> DataFolder.at(testbed.path()))
                    .isInstanceOf(TestbedException.class)
                    .hasMessageContaining("Another testbed is using the data folder")
                    .hasMessageContaining("choose another folder");
        }
    }
}
