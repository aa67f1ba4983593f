package io.penstock.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.launcher.site.SiteFile;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DestinationTest {
    @TempDir
    private Path nothingIsUp;

    @Test
    void the_environment_names_the_servers() {
        Destination destination = Destination.of(
                Map.of("RABBITMQ_URL", "amqp://mine", "KAFKA_BOOTSTRAP_SERVERS", "kafka:9092"),
                new SiteFile(nothingIsUp));

        assertThat(destination.rabbitMq()).isEqualTo("amqp://mine");
        assertThat(destination.kafka()).contains("kafka:9092");
    }

    @Test
    void an_empty_value_means_not_configured() {
        Destination destination =
                Destination.of(Map.of("RABBITMQ_URL", " ", "KAFKA_BOOTSTRAP_SERVERS", ""), new SiteFile(nothingIsUp));

        assertThat(destination.rabbitMq()).isEqualTo("amqp://guest:guest@localhost:5672");
        assertThat(destination.kafka()).isEmpty();
    }
}
