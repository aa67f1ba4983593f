package io.penstock.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.penstock.docker.Dockerfile.Stage;
import io.penstock.spi.Durations;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ComposeTest {
    private static final Path FILE = Repository.DOCKER.resolve("compose.yaml");
    private static final Pattern VARIABLE = Pattern.compile("(?<!\\$)\\$\\{(\\w+)([^}]*)}");

    private Compose compose;

    @BeforeEach
    void read() throws Exception {
        compose = Compose.read(FILE);
    }

    @Test
    void it_fits_the_schema_of_the_compose_specification() throws Exception {
        JsonMapper json = new JsonMapper();
        try (InputStream file = ComposeTest.class.getResourceAsStream("/compose-spec.schema.json")) {
            ObjectNode schema = (ObjectNode) json.readTree(file);
            schema.remove(List.of("$schema", "$id")); // the validator would go and look them up
            JsonSchema compiled = JsonSchemaFactory.getInstance(VersionFlag.V7).getSchema(schema);

            assertThat(compiled.validate(json.valueToTree(compose.document()))).isEmpty();
        }
    }

    @Test
    void it_builds_every_image_that_the_dockerfile_has() throws Exception {
        assertThat(compose.built().values())
                .extracting(service -> Compose.map(service.get("build")).get("target"))
                .containsExactlyInAnyOrderElementsOf(Repository.dockerfile().images().stream()
                        .map(Stage::name)
                        .toList());
        assertThat(compose.built()).allSatisfy((name, worker) -> {
            Map<String, String> build = Compose.map(worker.get("build"));
            Path context = Repository.DOCKER.resolve(build.get("context")).normalize();

            assertThat(build).containsEntry("target", name);
            assertThat(context).isEqualTo(Repository.ROOT);
            assertThat(context.resolve(build.get("dockerfile"))).isRegularFile();
        });
    }

    @Test
    void every_variable_of_a_worker_is_a_setting() throws Exception {
        Set<String> known = Repository.settings().keySet();

        assertThat(compose.workers())
                .isNotEmpty()
                .allSatisfy((name, worker) -> assertThat(known)
                        .containsAll(Compose.environment(worker).keySet()));
    }

    @Test
    void every_variable_of_the_console_is_a_setting() throws Exception {
        assertThat(Repository.consoleSettings().keySet())
                .containsAll(
                        Compose.environment(compose.services().get("console")).keySet());
    }

    @Test
    void the_console_keeps_its_database_and_is_told_of_servers_that_exist() throws Exception {
        Map<String, Object> console = compose.services().get("console");
        Map<String, String> image = Repository.dockerfile().stage("console").environment();

        assertThat(Compose.list(console.get("volumes")))
                .containsExactly("console-data:" + image.get("PENSTOCK_CONSOLE_DATA"));
        assertThat(Compose.ports(console)).containsExactly("127.0.0.1:8080:" + image.get("PENSTOCK_CONSOLE_PORT"));
        assertThat(Compose.environment(console).values())
                .map(Object::toString)
                .anyMatch(value -> value.endsWith("@rabbitmq:5672"))
                .anyMatch(value -> value.endsWith("@rabbitmq:15672"))
                .contains("kafka:9092");
    }

    @Test
    void workers_can_be_scaled() {
        assertThat(compose.workers())
                .allSatisfy(
                        (name, worker) -> assertThat(worker).doesNotContainKeys("container_name", "ports", "hostname"));
    }

    @Test
    void what_is_built_has_time_to_finish_and_cannot_do_harm() {
        assertThat(compose.built()).allSatisfy((name, worker) -> {
            String grace = (String) Compose.environment(worker).get("PENSTOCK_SHUTDOWN_GRACE");

            assertThat(Durations.parse((String) worker.get("stop_grace_period")))
                    .isGreaterThan(Durations.parse(grace).plusSeconds(10));
            assertThat(worker)
                    .containsEntry("read_only", true)
                    .containsEntry("cap_drop", List.of("ALL"))
                    .containsKey("mem_limit");
        });
    }

    @Test
    void what_is_built_waits_for_servers_that_can_tell_their_health() {
        assertThat(compose.built()).allSatisfy((name, worker) -> {
            Map<String, Map<String, String>> servers = Compose.map(worker.get("depends_on"));

            assertThat(servers).containsKey("rabbitmq").allSatisfy((server, wait) -> {
                assertThat(wait).containsEntry("condition", "service_healthy");
                assertThat(compose.services().get(server)).containsKey("healthcheck");
            });
        });
    }

    @Test
    void the_servers_that_workers_are_told_of_exist() {
        Pattern server = Pattern.compile("(?:@|://|^)([a-z]+):\\d+");
        assertThat(compose.workers())
                .allSatisfy((name, worker) -> assertThat(
                                Compose.environment(worker).values())
                        .map(value -> value.toString().replaceAll("\\$\\{\\w+:-([^}]*)}", "$1"))
                        .flatMap(value -> server.matcher(value)
                                .results()
                                .map(found -> found.group(1))
                                .toList())
                        .contains("rabbitmq", "kafka", "redis")
                        .allMatch(host -> compose.services().containsKey(host)));
        assertThat(List.of("workers-email", "worker"))
                .allSatisfy(
                        name -> assertThat(Compose.environment(compose.workers().get(name)))
                                .containsKey("SMTP_URL"));
    }

    @Test
    void nothing_can_be_reached_from_other_machines() {
        assertThat(compose.services())
                .allSatisfy((name, service) ->
                        assertThat(Compose.ports(service)).allMatch(port -> port.startsWith("127.0.0.1:")));
    }

    @Test
    void no_secret_has_a_default() throws Exception {
        List<MatchResult> variables =
                VARIABLE.matcher(Files.readString(FILE)).results().toList();

        assertThat(variables)
                .filteredOn(variable -> variable.group(1).matches(".*(USER|PASSWORD|SECRET|TOKEN).*"))
                .isNotEmpty()
                .allMatch(variable -> variable.group(2).startsWith(":?"));
    }

    @Test
    void every_variable_is_in_the_example_and_every_secret_is_empty_there() throws Exception {
        Path example = Repository.DOCKER.resolve(".env.example");
        Set<String> used = new TreeSet<>();
        VARIABLE.matcher(Files.readString(FILE)).results().forEach(variable -> used.add(variable.group(1)));
        Properties set = new Properties();
        try (InputStream in = Files.newInputStream(example)) {
            set.load(in);
        }

        assertThat(Files.readString(example)
                        .lines()
                        .filter(line -> line.matches("#?[A-Z_]+=.*"))
                        .map(line -> line.replaceAll("#?([A-Z_]+)=.*", "$1")))
                .containsExactlyInAnyOrderElementsOf(used);
        set.forEach((name, value) -> {
            if (name.toString().matches(".*(PASSWORD|TOKEN)")) {
                assertThat(value.toString()).isEmpty();
            }
        });
    }
}
