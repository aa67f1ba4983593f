package io.penstock.launcher;

import io.penstock.launcher.site.SiteFile;
import java.util.Map;
import java.util.Optional;

/**
 * Which RabbitMQ and Kafka a command talks to.
 *
 * @param settings addresses by the names of their environment variables; what is not there is not configured
 */
record Destination(Map<String, String> settings) {
    private static final String RABBITMQ_URL = "RABBITMQ_URL";
    private static final String REDIS_URL = "REDIS_URL";
    private static final String KAFKA = "KAFKA_BOOTSTRAP_SERVERS";

    /** The environment's; or, if it names no RabbitMQ, what {@code up} started; or else the defaults. Never a mixture. */
    static Destination of(Map<String, String> environment, SiteFile up) {
        if (isSet(environment, RABBITMQ_URL)) {
            return new Destination(environment);
        }
        return up.readRunning()
                .map(site -> new Destination(site.addresses().settings()))
                .orElseGet(() -> new Destination(environment));
    }

    String rabbitMq() {
        return isSet(settings, RABBITMQ_URL)
                ? settings.getOrDefault(RABBITMQ_URL, "")
                : "amqp://guest:guest@localhost:5672";
    }

    /** Kafka's bootstrap servers, if Kafka is configured. */
    Optional<String> kafka() {
        return isSet(settings, KAFKA) ? Optional.of(settings.getOrDefault(KAFKA, "")) : Optional.empty();
    }

    /** The Redis that workers share, if there is one. */
    Optional<String> redis() {
        return isSet(settings, REDIS_URL) ? Optional.of(settings.getOrDefault(REDIS_URL, "")) : Optional.empty();
    }

    private static boolean isSet(Map<String, String> settings, String name) {
        return !settings.getOrDefault(name, "").isBlank();
    }
}
