package io.penstock.testbed;

import io.penstock.testbed.internal.folder.DataFolder;
import io.penstock.testbed.internal.provisioning.Provisioning;

/** Prepares a server of any kind. */
final class ServerFactory {
    private ServerFactory() {}

    /** A server in {@code folder} that is not started yet. Installing what is missing may take minutes. */
    static Server create(ServerKind kind, DataFolder folder, Provisioning provisioning, SmtpOptions smtp) {
        return switch (kind) {
            case RABBITMQ -> RabbitMqServer.in(folder, provisioning);
            case REDIS -> RedisServer.in(folder, provisioning);
            case KAFKA -> KafkaServer.in(folder);
            case SMTP -> SmtpServer.in(folder, smtp);
            case S3 -> S3Server.in(folder);
            case POSTGRES -> PostgresServer.in(folder, provisioning);
        };
    }
}
