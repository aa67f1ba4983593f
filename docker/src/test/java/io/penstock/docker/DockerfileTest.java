package io.penstock.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.docker.Dockerfile.Copy;
import io.penstock.docker.Dockerfile.Stage;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DockerfileTest {
    private Dockerfile dockerfile;

    @BeforeEach
    void read() throws Exception {
        dockerfile = Repository.dockerfile();
    }

    @Test
    void there_is_an_image_per_worker_and_one_for_all() {
        List<String> workers = Arrays.stream(Repository.ROOT.toFile().listFiles())
                .filter(folder -> folder.getName().startsWith("workers-") && new File(folder, "pom.xml").isFile())
                .map(File::getName)
                .toList();

        assertThat(dockerfile.workers())
                .extracting(Stage::name)
                .contains("worker")
                .containsAll(workers)
                .hasSize(workers.size() + 1);
    }

    @Test
    void the_image_for_all_has_what_the_others_have() {
        Set<Copy> others = dockerfile.workers().stream()
                .filter(image -> !image.name().equals("worker"))
                .flatMap(image -> image.copies().stream())
                .collect(Collectors.toSet());

        assertThat(dockerfile.stage("worker").copies()).containsExactlyInAnyOrderElementsOf(others);
    }

    @Test
    void no_container_runs_as_root() {
        String user = dockerfile.stage("runtime").last("USER").arguments();

        assertThat(user).matches("[1-9]\\d+:[1-9]\\d+");
        assertThat(dockerfile.images())
                .allSatisfy(image -> assertThat(image.last("USER").arguments()).isEqualTo(user));
        assertThat(dockerfile.stage("runtime").last("RUN").arguments())
                .contains("--uid " + user.replaceAll(":.*", "") + " ");
    }

    @Test
    void sigterm_reaches_a_class_that_exists() throws Exception {
        for (Stage image : dockerfile.images()) {
            List<String> words = image.last("ENTRYPOINT").words();

            assertThat(image.last("STOPSIGNAL").arguments()).isEqualTo("SIGTERM");
            assertThat(words.getFirst()).isEqualTo("java");
            assertThat(Class.forName(words.getLast()).getMethod("main", String[].class))
                    .isNotNull();
            assertThat(words.get(words.indexOf("-cp") + 1)).isEqualTo("/app/lib/*");
        }
    }

    @Test
    void whatever_is_copied_exists_or_is_built() {
        assertThat(dockerfile.stages().stream().flatMap(stage -> stage.copies().stream()))
                .isNotEmpty()
                .allSatisfy(copy -> {
                    if (copy.fromBuild()) {
                        assertThat(copy.source()).isEqualTo("/src/" + copy.module() + "/target/app/lib/");
                        assertThat(Repository.ROOT.resolve(copy.module()).resolve("pom.xml"))
                                .content()
                                .contains("<app.skip>false</app.skip>");
                    } else {
                        assertThat(Repository.ROOT.resolve(copy.source())).exists();
                    }
                });
    }

    @Test
    void what_is_built_is_what_is_copied() {
        String maven = dockerfile.stage("build").last("RUN").arguments();
        String[] modules = maven.replaceAll(".*-pl (\\S+).*", "$1").split(",", -1);

        assertThat(dockerfile.images().stream()
                        .flatMap(image -> image.copies().stream())
                        .filter(Copy::fromBuild)
                        .map(Copy::module)
                        .distinct())
                .containsExactlyInAnyOrder(modules);
    }

    @Test
    void every_variable_is_a_setting() throws Exception {
        assertThat(Repository.settings().keySet())
                .containsAll(dockerfile.stage("runtime").environment().keySet());
    }

    @Test
    void the_exposed_port_is_the_one_that_the_worker_listens_on() throws Exception {
        Stage runtime = dockerfile.stage("runtime");

        assertThat(runtime.last("EXPOSE").arguments())
                .isEqualTo(runtime.environment().get("PENSTOCK_HTTP_PORT"))
                .isEqualTo(Repository.settings().get("PENSTOCK_HTTP_PORT"));
    }

    @Test
    void the_console_listens_where_its_image_says_and_every_variable_of_it_is_a_setting() throws Exception {
        Stage console = dockerfile.stage("console");
        Set<String> own = console.environment().keySet().stream()
                .filter(name -> name.startsWith("PENSTOCK_CONSOLE_"))
                .collect(Collectors.toSet());

        assertThat(own).isNotEmpty();
        assertThat(Repository.consoleSettings().keySet()).containsAll(own);
        assertThat(console.last("EXPOSE").arguments())
                .isEqualTo(console.environment().get("PENSTOCK_CONSOLE_PORT"))
                .isEqualTo(Repository.consoleSettings().get("PENSTOCK_CONSOLE_PORT"));
        assertThat(console.last("ENTRYPOINT").words().getLast()).isEqualTo("io.penstock.console.ConsoleMain");
    }

    @Test
    void the_health_check_is_in_the_image_and_can_be_run() throws Exception {
        Stage runtime = dockerfile.stage("runtime");
        Path script = Repository.DOCKER.resolve("health-check");

        assertThat(runtime.last("HEALTHCHECK").words()).containsExactly("penstock-health-check", "/health/live");
        assertThat(runtime.copies())
                .contains(new Copy(false, "docker/health-check", "/usr/local/bin/penstock-health-check"));
        assertThat(Files.isExecutable(script)).isTrue();
    }

    @Test
    void neither_secrets_nor_build_results_go_into_the_context() throws Exception {
        assertThat(Files.readAllLines(Repository.ROOT.resolve(".dockerignore")))
                .contains(".git", "**/target", "**/.env", "docker/plugins");
    }
}
