package io.penstock.launcher.site;

import io.penstock.launcher.terminal.Columns;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where everything listens.
 *
 * @param amqp URL of RabbitMQ for AMQP clients
 * @param management URL of its management pages and API; user and password are those of {@code amqp}
 * @param redis URL with database number
 * @param kafka bootstrap servers, {@code host:port}
 * @param smtp URL of the mail server
 * @param worker URL of the worker's health and metrics
 */
public record Addresses(String amqp, String management, String redis, String kafka, String smtp, String worker) {

    /** The addresses as settings for workers, producers and the other commands. */
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("RABBITMQ_URL", amqp);
        settings.put("KAFKA_BOOTSTRAP_SERVERS", kafka);
        settings.put("REDIS_URL", redis);
        settings.put("SMTP_URL", smtp);
        return settings;
    }

    /** The settings that the console has, by name. */
    public Map<String, String> consoleSettings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("RABBITMQ_URL", amqp);
        settings.put("RABBITMQ_MANAGEMENT_URL", managementWithLogin());
        settings.put("KAFKA_BOOTSTRAP_SERVERS", kafka);
        return settings;
    }

    private String managementWithLogin() {
        String login = URI.create(amqp).getRawUserInfo();
        return login == null ? management : management.replaceFirst("://", "://" + login + "@");
    }

    /** The settings as lines for a shell. */
    public String exports() {
        return settings().entrySet().stream()
                .map(setting -> "  export %s='%s'%n".formatted(setting.getKey(), setting.getValue()))
                .collect(Collectors.joining());
    }

    /** One line for each address. */
    public Columns table() {
        return new Columns()
                .row("RabbitMQ", amqp)
                .row("  management", management + " (same user and password)")
                .row("Redis", redis)
                .row("Kafka", kafka)
                .row("SMTP", smtp)
                .row("worker", worker + "/health/ready, /metrics");
    }
}
