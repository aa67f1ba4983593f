package io.penstock.testbed.internal.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.testbed.TestbedException;
import io.penstock.testbed.internal.instance.Docker;
import io.penstock.testbed.internal.provisioning.Found.AsImage;
import io.penstock.testbed.internal.provisioning.Found.OnMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProvisioningTest {
    private static final Docker NO_DOCKER = new Docker("no-such-docker");

    @TempDir
    Path folder;

    private final List<String> announced = new ArrayList<>();

    @Test
    void a_missing_server_that_must_not_be_installed_is_an_error_that_says_what_to_do() {
        Provisioning provisioning = new Provisioning(new Programs(List.of()), NO_DOCKER, false, announced::add);

        assertThatThrownBy(() -> provisioning.find(Software.RABBITMQ))
                .isInstanceOf(TestbedException.class)
                .hasMessageContaining("RabbitMQ is needed, but there is no program rabbitmq-server")
                .hasMessageContaining("apt-get install rabbitmq-server")
                .hasMessageContaining("start Docker")
                .hasMessageContaining("unset PENSTOCK_NO_INSTALL");
        assertThat(announced).isEmpty();
    }

    @Test
    void a_missing_server_on_a_machine_without_apt_is_an_error_that_says_what_is_missing() {
        Provisioning provisioning = new Provisioning(new Programs(List.of()), NO_DOCKER, true, announced::add);

        assertThatThrownBy(() -> provisioning.find(Software.REDIS))
                .isInstanceOf(TestbedException.class)
                .hasMessageContaining("no program redis-server")
                .hasMessageContaining("run as root, or with a sudo that asks for no password");
    }

    @Test
    void a_program_on_the_machine_is_preferred_to_a_container() throws IOException {
        Docker docker = new Docker(program("docker").toString());
        program("valid-redis");
        Path redis = program("redis-server");
        Programs programs = new Programs(List.of(folder));

        assertThat(new Provisioning(programs, docker, false, announced::add).find(Software.REDIS))
                .isInstanceOf(OnMachine.class);
        assertThat(programs.find("redis-server")).contains(redis);
    }

    @Test
    void a_running_container_engine_is_preferred_to_an_installation() throws IOException {
        Docker docker = new Docker(program("docker").toString());

        assertThat(new Provisioning(new Programs(List.of()), docker, true, announced::add).find(Software.REDIS))
                .isEqualTo(new AsImage("redis:7"));
        assertThat(announced).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1,true", "yes,true", "true,true", "0,false", "false,false", "FALSE,false", "'',false", ",false"})
    void the_environment_can_forbid_installing(String variable, boolean forbidden) {
        assertThat(Provisioning.forbiddenBy(variable)).isEqualTo(forbidden);
    }

    private Path program(String name) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\nexit 0\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
}
