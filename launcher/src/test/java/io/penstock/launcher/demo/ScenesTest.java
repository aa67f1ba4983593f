package io.penstock.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.client.JobClient;
import io.penstock.spi.JobHandler;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ScenesTest {
    @Test
    void every_plugin_on_the_class_path_has_a_job_in_the_demo() {
        String nobody = "amqp://localhost:1";
        Set<String> queues = new TreeSet<>();
        for (JobHandler<?> handler : ServiceLoader.load(JobHandler.class)) {
            queues.add(handler.queue());
        }

        try (JobClient client = JobClient.builder(nobody).build()) {
            Set<String> played = new Scenes(
                            new BareClient(nobody),
                            client,
                            new ObjectFolder(Path.of("/objects")),
                            "http://localhost:1/hooks")
                    .all().stream().map(Scene::queue).collect(Collectors.toSet());
            assertThat(played).containsAll(queues);
        }
        assertThat(queues).contains("emails", "images", "pdfs", "webhooks");
    }
}
