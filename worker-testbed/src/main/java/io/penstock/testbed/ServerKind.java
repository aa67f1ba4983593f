package io.penstock.testbed;

/** The kinds of servers that a testbed can run. */
public enum ServerKind {
    /** See {@link RabbitMqServer}. */
    RABBITMQ,
    /** See {@link RedisServer}. */
    REDIS,
    /** See {@link KafkaServer}. */
    KAFKA,
    /** See {@link SmtpServer}. */
    SMTP,
    /** See {@link S3Server}. */
    S3,
    /** See {@link PostgresServer}. */
    POSTGRES;

    /** The kind of {@code server}. */
    public static ServerKind of(Server server) {
        return switch (server) {
            case RabbitMqServer rabbitMq -> RABBITMQ;
            case RedisServer redis -> REDIS;
            case KafkaServer kafka -> KAFKA;
            case SmtpServer smtp -> SMTP;
            case S3Server s3 -> S3;
            case PostgresServer postgres -> POSTGRES;
        };
    }
}
