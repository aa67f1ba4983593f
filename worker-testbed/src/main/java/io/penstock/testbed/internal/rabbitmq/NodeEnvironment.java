package io.penstock.testbed.internal.rabbitmq;

import io.penstock.testbed.internal.folder.Folders;
import io.penstock.testbed.internal.folder.ServerFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * The environment variables that tell a node, and rabbitmqctl, to stay in one folder and on the loopback interface.
 *
 * @param variables for node and tools
 * @param mapperPort the port of the private epmd
 * @param data what the node stores
 */
record NodeEnvironment(Map<String, String> variables, int mapperPort, Path data) {
    private static final String LOOPBACK_ONLY = "-kernel inet_dist_use_interface {127,0,0,1}";

    /** Writes the node's configuration into {@code folder} and returns its environment. */
    static NodeEnvironment in(ServerFolder folder, BrokerSettings settings) {
        Path home = folder.folder("home");
        Path data = folder.folder("data");
        Path configuration = folder.write("rabbitmq.conf", settings.asConfiguration());
        Path plugins = folder.write("enabled_plugins", "[rabbitmq_management].\n");
        writeCookie(home.resolve(".erlang.cookie"), folder.secret("erlang.cookie"));
        int mapperPort = folder.port("epmd.port");
        Map<String, String> variables = Map.ofEntries(
                Map.entry("HOME", home.toString()),
                Map.entry("LC_ALL", "C.UTF-8"),
                Map.entry("ERL_EPMD_PORT", Integer.toString(mapperPort)),
                Map.entry("ERL_EPMD_ADDRESS", "127.0.0.1"),
                Map.entry("ERL_CRASH_DUMP_SECONDS", "0"),
                Map.entry("RABBITMQ_NODENAME", "penstock-" + folder.secret("node") + "@localhost"),
                Map.entry("RABBITMQ_DIST_PORT", Integer.toString(folder.port("distribution.port"))),
                Map.entry(
                        "RABBITMQ_CONF_ENV_FILE", folder.path().resolve("none").toString()),
                Map.entry("RABBITMQ_CONFIG_FILE", configuration.toString()),
                Map.entry(
                        "RABBITMQ_ADVANCED_CONFIG_FILE",
                        folder.path().resolve("advanced.config").toString()),
                Map.entry(
                        "RABBITMQ_GENERATED_CONFIG_DIR",
                        folder.folder("generated").toString()),
                Map.entry("RABBITMQ_ENABLED_PLUGINS_FILE", plugins.toString()),
                Map.entry("RABBITMQ_MNESIA_BASE", data.toString()),
                Map.entry("RABBITMQ_LOG_BASE", folder.folder("log").toString()),
                Map.entry("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", LOOPBACK_ONLY + " +B i"),
                Map.entry("RABBITMQ_CTL_ERL_ARGS", LOOPBACK_ONLY),
                Map.entry("RABBITMQ_CTL_DIST_PORT_MIN", "0"),
                Map.entry("RABBITMQ_CTL_DIST_PORT_MAX", "0"),
                // Makes the script become the node, instead of waiting for it and answering signals itself.
                Map.entry("RUNNING_UNDER_SYSTEMD", "true"));
        return new NodeEnvironment(variables, mapperPort, data);
    }

    /** Erlang refuses a cookie that others may read, and does not need to write it. */
    private static void writeCookie(Path file, String cookie) {
        if (Files.exists(file)) {
            return;
        }
        Folders.write(file, cookie);
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
