package io.penstock.internal.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.Outcome;
import io.penstock.internal.config.ConfigException;
import io.penstock.spi.Interceptor;
import io.penstock.spi.JobContext;
import io.penstock.spi.JobHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginsTest {
    private static final String HANDLERS = JobHandler.class.getName();
    private static final String INTERCEPTORS = Interceptor.class.getName();

    @TempDir
    Path temp;

    private Path plugins;

    @BeforeEach
    void createFolder() throws IOException {
        plugins = Files.createDirectory(temp.resolve("plugins"));
    }

    /** A jar being made of sources. */
    private final class Jar {
        private final Path classes;

        Jar() throws IOException {
            classes = Files.createTempDirectory(temp, "classes");
        }

        Jar withClass(String name, String source) throws IOException {
            Path sources = Files.createTempDirectory(temp, "sources");
            Path file = Files.writeString(sources.resolve(name + ".java"), source);
            JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
            int failures = compiler.run(
                    null,
                    null,
                    null,
                    "-proc:none",
                    "-cp",
                    System.getProperty("java.class.path") + java.io.File.pathSeparator + classes,
                    "-d",
                    classes.toString(),
                    file.toString());
            assertThat(failures).as("%s compiles", name).isZero();
            return this;
        }

        Jar withHandler(String name, String type) throws IOException {
            return withClass(name, handler(name, type)).naming(HANDLERS, name);
        }

        Jar naming(String service, String lines) throws IOException {
            Path file = classes.resolve("META-INF/services/" + service);
            Files.createDirectories(file.getParent());
            Files.writeString(file, lines + "\n");
            return this;
        }

        Jar without(String file) throws IOException {
            Files.delete(classes.resolve(file));
            return this;
        }

        Jar with(String file, byte[] content) throws IOException {
            Files.write(classes.resolve(file), content);
            return this;
        }

        void as(Path jar) throws IOException {
            try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                    Stream<Path> files = Files.walk(classes)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    out.putNextEntry(
                            new JarEntry(classes.relativize(file).toString().replace(java.io.File.separatorChar, '/')));
                    Files.copy(file, out);
                }
            }
        }
    }

    private static String handler(String name, String type) {
        return """
                public class %s implements io.penstock.spi.JobHandler<String> {
                    public String type() { return "%s"; }
                    public String queue() { return "q"; }
                    public Class<String> payloadType() { return String.class; }
                    public io.penstock.Outcome handle(String payload, io.penstock.spi.JobContext context) {
                        return io.penstock.Outcome.done("%s");
                    }
                }
                """.formatted(name, type, name);
    }

    private static String handlerSaying(String expression) {
        return handler("Speaker", "t.speaker").replace("\"Speaker\"", expression);
    }

    private static String interceptor(String name) {
        return """
                public class %s implements io.penstock.spi.Interceptor {
                    public io.penstock.Outcome around(
                            io.penstock.spi.JobContext context, Execution execution) throws Exception {
                        return execution.proceed();
                    }
                }
                """.formatted(name);
    }

    @SuppressWarnings("unchecked")
    private static Outcome run(JobHandler<?> handler) throws Exception {
        JobContext none = null;
        return ((JobHandler<String>) handler).handle("", none);
    }

    private void assertRefused(String... parts) {
        assertThatThrownBy(() -> Plugins.find(plugins))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll(parts);
    }

    @Test
    void a_jar_in_the_folder_is_a_plug_in() throws Exception {
        new Jar().withHandler("Tea", "tea.brew").as(plugins.resolve("tea.jar"));
        Plugins found = Plugins.find(plugins);
        assertThat(found.handlers()).containsOnlyKeys("tea.brew");
        JobHandler<?> tea = found.handlers().get("tea.brew");
        assertThat(run(tea)).isEqualTo(Outcome.done("Tea"));
        assertThat(tea.getClass().getClassLoader().getName()).isEqualTo("plug-in tea.jar");
    }

    @Test
    void a_folder_that_is_not_there_holds_no_plug_ins() {
        Plugins found = Plugins.find(temp.resolve("none"));
        assertThat(found.handlers()).isEmpty();
        assertThat(found.interceptors()).isEmpty();
    }

    @Test
    void other_files_in_the_folder_are_left_alone() throws Exception {
        Files.writeString(plugins.resolve("README.txt"), "Put plug-ins here");
        assertThat(Plugins.find(plugins).handlers()).isEmpty();
    }

    @Test
    void a_sub_folder_is_one_plug_in_with_its_libraries() throws Exception {
        Path folder = Files.createDirectory(plugins.resolve("speaker"));
        String library = "public class Library { public static String text() { return \"from the library\"; } }";
        new Jar().withClass("Library", library).as(folder.resolve("library.jar"));
        new Jar()
                .withClass("Library", library)
                .withClass("Speaker", handlerSaying("Library.text()"))
                .naming(HANDLERS, "Speaker")
                .without("Library.class")
                .as(folder.resolve("speaker.jar"));
        assertThat(run(Plugins.find(plugins).handlers().get("t.speaker"))).isEqualTo(Outcome.done("from the library"));
    }

    @Test
    void two_plug_ins_may_bring_different_versions_of_the_same_class() throws Exception {
        for (int version = 1; version <= 2; version++) {
            new Jar()
                    .withClass("Library", "class Library { static String text() { return \"v" + version + "\"; } }")
                    .withClass("Speaker", handlerSaying("Library.text()").replace("t.speaker", "t.speaker" + version))
                    .naming(HANDLERS, "Speaker")
                    .as(plugins.resolve("speaker-" + version + ".jar"));
        }
        Plugins found = Plugins.find(plugins);
        assertThat(run(found.handlers().get("t.speaker1"))).isEqualTo(Outcome.done("v1"));
        assertThat(run(found.handlers().get("t.speaker2"))).isEqualTo(Outcome.done("v2"));
    }

    @Test
    void interceptors_come_in_the_order_of_their_class_names_whatever_their_jars_are_called() throws Exception {
        new Jar()
                .withClass("Beta", interceptor("Beta"))
                .naming(INTERCEPTORS, "Beta")
                .as(plugins.resolve("1.jar"));
        new Jar()
                .withClass("Gamma", interceptor("Gamma"))
                .withClass("Alpha", interceptor("Alpha"))
                .naming(INTERCEPTORS, "Gamma\nAlpha")
                .as(plugins.resolve("2.jar"));
        assertThat(Plugins.find(plugins).interceptors())
                .extracting(interceptor -> interceptor.getClass().getName())
                .containsExactly("Alpha", "Beta", "Gamma");
    }

    @Test
    void two_plug_ins_of_the_same_type_are_refused_and_both_are_named() throws Exception {
        new Jar().withHandler("Tea", "tea.brew").as(plugins.resolve("a.jar"));
        new Jar().withHandler("Kettle", "tea.brew").as(plugins.resolve("b.jar"));
        assertRefused("job type tea.brew: expected one plug-in, got two: Tea and Kettle");
    }

    @Test
    void a_type_that_no_message_can_have_is_refused() throws Exception {
        new Jar().withHandler("Tea", "tea brew").as(plugins.resolve("a.jar"));
        assertRefused("plug-in Tea", "[A-Za-z0-9._-]", "got \"tea brew\"");
    }

    @Test
    void a_jar_without_service_file_is_refused_with_the_name_of_the_file_that_it_lacks() throws Exception {
        new Jar().withClass("Tea", handler("Tea", "tea.brew")).as(plugins.resolve("tea.jar"));
        assertRefused("tea.jar", "META-INF/services/io.penstock.spi.JobHandler");
    }

    @Test
    void a_file_that_is_no_jar_inside_is_refused() throws Exception {
        Files.writeString(plugins.resolve("tea.jar"), "not a jar");
        assertRefused("tea.jar");
    }

    @Test
    void an_empty_sub_folder_is_refused() throws Exception {
        Files.createDirectory(plugins.resolve("tea"));
        assertRefused("tea", "META-INF/services/");
    }

    @Test
    void a_service_file_that_names_a_class_that_is_not_there_is_refused() throws Exception {
        new Jar().naming(HANDLERS, "com.example.Gone").as(plugins.resolve("tea.jar"));
        assertRefused("tea.jar", "com.example.Gone");
    }

    @Test
    void a_service_file_that_names_something_else_is_refused() throws Exception {
        new Jar()
                .withClass("Tea", "public class Tea {}")
                .naming(HANDLERS, "Tea")
                .as(plugins.resolve("tea.jar"));
        assertRefused("tea.jar", "Tea");
    }

    @Test
    void a_plug_in_whose_constructor_fails_is_refused_with_the_reason() throws Exception {
        new Jar()
                .withClass(
                        "Tea",
                        handler("Tea", "tea.brew")
                                .replace(
                                        "<String> {",
                                        "<String> { { if (true) throw new RuntimeException(\"no water\"); }"))
                .naming(HANDLERS, "Tea")
                .as(plugins.resolve("tea.jar"));
        assertRefused("tea.jar", "Tea", "no water");
    }

    @Test
    void a_plug_in_without_public_constructor_is_refused() throws Exception {
        new Jar()
                .withClass(
                        "Tea", handler("Tea", "tea.brew").replace("<String> {", "<String> { public Tea(int size) {}"))
                .naming(HANDLERS, "Tea")
                .as(plugins.resolve("tea.jar"));
        assertRefused("tea.jar", "Tea");
    }

    @Test
    void a_plug_in_that_lacks_a_class_that_it_extends_is_refused_with_jar_and_class() throws Exception {
        new Jar()
                .withClass("Kitchen", "public abstract class Kitchen {}")
                .withClass("Tea", handler("Tea", "tea.brew").replace("class Tea", "class Tea extends Kitchen"))
                .naming(HANDLERS, "Tea")
                .without("Kitchen.class")
                .as(plugins.resolve("tea.jar"));
        assertRefused("tea.jar", "Kitchen");
    }

    @Test
    void a_broken_class_file_is_refused_with_jar_and_class() throws Exception {
        new Jar()
                .withHandler("Tea", "tea.brew")
                .with("Tea.class", "no class".getBytes(StandardCharsets.UTF_8))
                .as(plugins.resolve("tea.jar"));
        assertRefused("tea.jar", "Tea");
    }
}
