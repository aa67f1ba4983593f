package io.penstock.testbed.internal.rabbitmq;

import io.penstock.testbed.internal.folder.ServerFolder;

/**
 * What clients need to know of a broker, the same over restarts.
 *
 * @param amqpPort on the loopback interface
 * @param managementPort on the loopback interface
 * @param user an administrator
 * @param password of {@code user}
 */
public record BrokerSettings(int amqpPort, int managementPort, String user, String password) {
    /** Share of the memory above which publishers are blocked. */
    public static final String MEMORY_WATERMARK = "0.4";

    /** Free disk space below which publishers are blocked: little, so that a small machine does not block. */
    public static final String DISK_FREE_LIMIT = "50MB";

    /** Those kept in {@code folder}, made up at its first use. */
    public static BrokerSettings in(ServerFolder folder) {
        return new BrokerSettings(
                folder.port("amqp.port"), folder.port("management.port"), "penstock", folder.secret("password"));
    }

    /** As a configuration file for a node on this machine. */
    String asConfiguration() {
        return """
                listeners.tcp.loopback = 127.0.0.1:%d
                management.tcp.ip = 127.0.0.1
                management.tcp.port = %d
                default_user = %s
                default_pass = %s
                disk_free_limit.absolute = %s
                vm_memory_high_watermark.relative = %s
                log.console = false
                log.file = broker.log
                log.file.level = info
                """.formatted(amqpPort, managementPort, user, password, DISK_FREE_LIMIT, MEMORY_WATERMARK);
    }
}
