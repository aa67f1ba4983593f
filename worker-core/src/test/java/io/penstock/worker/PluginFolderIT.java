package io.penstock.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.rabbitmq.client.GetResponse;
import io.penstock.spi.JobHandler;
import io.penstock.testbed.RabbitMqServer;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.WithServers;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plug-ins that somebody else wrote, dropped into the folder as jars. */
@WithServers(ServerKind.RABBITMQ)
class PluginFolderIT {
    private static final String HANDLER = """
            package plugin;

            import io.penstock.Outcome;
            import io.penstock.spi.*;
            import java.util.List;
            import java.util.Map;

            public final class Greeter implements JobHandler<Greeter.Payload> {
                public record Payload(String name) {}

                private static final Setting<String> WORD =
                        Setting.text("GREETING_WORD", "hello", "How to greet");
                private String word = "not started";

                public String type() { return "greet.$NAME"; }
                public String queue() { return "greetings-$NAME"; }
                public Class<Payload> payloadType() { return Payload.class; }
                public List<Setting<?>> settings() { return List.of(WORD); }
                public void start(HandlerContext context) { word = context.get(WORD); }

                public Outcome handle(Payload payload, JobContext context) {
                    ClassLoader loader = Thread.currentThread().getContextClassLoader();
                    boolean own = loader == Greeter.class.getClassLoader();
                    return Outcome.done(Map.of(
                            "text", word + " " + payload.name() + " from " + library.Version.get(), "own", own));
                }
            }
            """;
    private static final String LIBRARY = """
            package library;

            public final class Version {
                public static String get() { return "$NAME"; }
            }
            """;
    private static final JsonMapper JSON = new JsonMapper();

    private final RabbitMqServer rabbit;
    private final Path folder;
    private VirtualHost host;
    private Wire wire;

    PluginFolderIT(RabbitMqServer rabbit, @TempDir Path folder) {
        this.rabbit = rabbit;
        this.folder = folder;
    }

    @BeforeEach
    void connect() throws Exception {
        host = VirtualHost.on(rabbit, "plugins");
        wire = new Wire(host.url());
    }

    @AfterEach
    void disconnect() throws Exception {
        wire.close();
    }

    /** Compiles the handler and the library that it brings along, under {@code name}. */
    private Path compiled(String name) throws IOException {
        Path sources = Files.createDirectories(folder.resolve("src-" + name));
        Path classes = Files.createDirectories(folder.resolve("classes-" + name));
        Path handler = Files.writeString(sources.resolve("Greeter.java"), HANDLER.replace("$NAME", name));
        Path library = Files.writeString(sources.resolve("Version.java"), LIBRARY.replace("$NAME", name));
        String core = JobHandler.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        OutputStream.nullOutputStream(),
                        OutputStream.nullOutputStream(),
                        "-proc:none",
                        "-classpath",
                        core,
                        "-d",
                        classes.toString(),
                        handler.toString(),
                        library.toString());
        assertThat(failed).as("compiler's exit code").isZero();
        return classes;
    }

    private static void jar(Path jar, Path classes, String subFolder, boolean service) throws IOException {
        Files.createDirectories(jar.getParent());
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes.resolve(subFolder))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                out.write(Files.readAllBytes(file));
            }
            if (service) {
                out.putNextEntry(new JarEntry("META-INF/services/io.penstock.spi.JobHandler"));
                out.write("plugin.Greeter\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
        }
    }

    private WorkerConfig config(Path plugins) {
        return WorkerConfig.read(
                List.of("--penstock-plugins=" + plugins),
                Map.of(
                        "RABBITMQ_URL", host.url(),
                        "PENSTOCK_HTTP_PORT", "0",
                        "PENSTOCK_BROADCAST", "true",
                        "GREETING_WORD", "welcome"));
    }

    @Test
    void plug_ins_dropped_as_a_jar_and_as_a_folder_of_jars_run_jobs_each_with_its_own_library() throws Exception {
        Path plugins = folder.resolve("plugins");
        Path one = compiled("one");
        jar(plugins.resolve("one.jar"), one, "", true);
        Path two = compiled("two");
        jar(plugins.resolve("two").resolve("plugin.jar"), two, "plugin", true);
        jar(plugins.resolve("two").resolve("library.jar"), two, "library", false);

        try (WorkerProcess process = new WorkerProcess(config(plugins))) {
            process.start();
            String inbox = wire.channel().queueDeclare().getQueue();
            wire.channel().queueBind(inbox, "notifications.fanout", "");
            for (String name : List.of("one", "two")) {
                wire.publish("greetings-" + name, name, "{\"name\":\"Ann\"}");
                GetResponse told = wire.take(inbox);
                assertThat(JSON.readTree(told.getBody()).get("type").textValue())
                        .isEqualTo("greet." + name);
                assertThat(JSON.readTree(told.getBody()).get("result"))
                        .isEqualTo(JSON.valueToTree(Map.of("text", "welcome Ann from " + name, "own", true)));
            }
            wire.publish("greetings-one", "typo", "{\"nam\":\"Ann\"}");
            GetResponse dead = wire.dead("greetings-one");
            assertThat(Wire.header(dead, "penstock-dead-reason")).isEqualTo("malformed");
            assertThat(Wire.header(dead, "penstock-error-message")).contains("nam", "name");
        }
    }

    @Test
    void a_jar_without_a_plug_in_is_an_error_that_says_what_is_missing() throws Exception {
        Path plugins = folder.resolve("incomplete");
        jar(plugins.resolve("one.jar"), compiled("incomplete-one"), "", false);
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> config(plugins))
                .hasMessageContaining("one.jar")
                .hasMessageContaining("META-INF/services/io.penstock.spi.JobHandler");
    }
}
