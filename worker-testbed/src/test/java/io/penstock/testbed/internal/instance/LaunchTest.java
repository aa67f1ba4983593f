package io.penstock.testbed.internal.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchTest {
    @TempDir
    Path temp;

    @Test
    void settings_of_other_brokers_in_the_environment_do_not_reach_the_server() {
        Map<String, String> inherited = new HashMap<>(Map.of("RABBITMQ_NODENAME", "theirs", "PATH", "/bin"));

        new Launch("rabbitmq", List.of("true"), Map.of("HOME", "/ours"), temp, temp).applyTo(inherited);

        assertThat(inherited).isEqualTo(Map.of("PATH", "/bin", "HOME", "/ours"));
    }
}
