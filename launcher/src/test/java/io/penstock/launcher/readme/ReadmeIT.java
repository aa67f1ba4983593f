package io.penstock.launcher.readme;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.penstock.testbed.RabbitMqServer;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.SmtpServer;
import io.penstock.testbed.WithServers;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every snippet of the README does what the README says. */
@WithServers({ServerKind.RABBITMQ, ServerKind.SMTP})
class ReadmeIT {
    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final String ADMIN = "a-token-for-the-tests-of-the-readme";
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private final RabbitMqServer rabbit;
    private final SmtpServer smtp;
    private final Readme readme;
    private final int consolePort;
    private final List<Process> started = new ArrayList<>();
    private String token = "";

    @TempDir
    private Path folder;

    ReadmeIT(RabbitMqServer rabbit, SmtpServer smtp) throws IOException {
        this.rabbit = rabbit;
        this.smtp = smtp;
        this.readme = new Readme(HOME);
        try (ServerSocket free = new ServerSocket(0)) {
            this.consolePort = free.getLocalPort();
        }
    }

    @AfterEach
    void stop() {
        for (Process process : started) {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }

    @Test
    void the_python_snippet_sends_a_mail() throws Exception {
        startEmailWorker();
        assertThat(run(List.of("/usr/bin/python3", write("enqueue.py").toString())))
                .isZero();
        awaitMail("Hi from Python");
    }

    @Test
    void the_node_snippet_sends_a_mail() throws Exception {
        startEmailWorker();
        for (String file : List.of("package.json", "package-lock.json")) {
            Files.copy(Path.of("src", "test", "node", file), folder.resolve(file));
        }
        assertThat(run(List.of("npm", "ci", "--no-audit", "--no-fund"))).isZero();
        assertThat(run(List.of("node", write("enqueue.mjs").toString()))).isZero();
        awaitMail("Hi from Node");
    }

    @Test
    void the_curl_snippets_get_a_token_and_send_a_mail() throws Exception {
        startEmailWorker();
        start(
                List.of(
                        JAVA.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.penstock.console.ConsoleMain",
                        "--penstock-console-port=" + consolePort),
                "console.log");
        awaitLine("console.log", "The console's API is at ", Duration.ofSeconds(60));
        assertThat(run(List.of("sh", "-e", write("token.sh").toString()))).isZero();
        token = new JsonMapper().readTree(log("run.log")).path("secret").asText();
        assertThat(run(List.of("sh", "-e", write("enqueue.sh").toString()))).isZero();
        awaitMail("Hi from curl");
    }

    @Test
    void the_java_snippet_sends_a_mail() throws Exception {
        startEmailWorker();
        Path source = write("Enqueue.java");
        assertThat(run(List.of(JAVA.toString(), "-cp", System.getProperty("java.class.path"), source.toString())))
                .isZero();
        awaitMail("Hi from Java");
    }

    /** Builds the launcher as a new user's first command would. */
    @Test
    @Timeout(value = 8, unit = TimeUnit.MINUTES)
    void the_first_own_worker_is_compiled_found_in_the_plugins_folder_and_greets() throws Exception {
        write("GreetingWorker.java");
        Path script = write("build-plugin.sh");
        Files.createSymbolicLink(folder.resolve("penstock"), HOME.resolve("penstock"));
        start(List.of("bash", "-e", script.toString()), "worker.log");
        awaitLine("worker.log", "consuming queue greetings ", Duration.ofMinutes(6));

        assertThat(greet("world")).contains("completed", "Hello, world");
        assertThat(greet("sleeper")).contains("completed", "Hello, sleeper");
        assertThat(greet("nobody")).contains("rejected", "there is nobody to greet");
        assertThat(greet("")).contains("malformed", "name: expected some text");
    }

    private String greet(String name) throws Exception {
        Path payload = Files.writeString(folder.resolve("payload.json"), "{\"name\":\"" + name + "\"}");
        Process process =
                start(List.of("./penstock", "enqueue", "greetings", payload.toString(), "--wait"), "enqueue.log");
        assertThat(process.waitFor(2, TimeUnit.MINUTES))
                .as("enqueue --wait ends")
                .isTrue();
        return log("enqueue.log");
    }

    private void startEmailWorker() throws IOException {
        start(
                List.of(
                        JAVA.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.penstock.worker.WorkerMain",
                        "--queues=emails"),
                "worker.log");
        awaitLine("worker.log", "consuming queue emails ", Duration.ofSeconds(60));
    }

    private void awaitMail(String subject) {
        Awaitility.await("a mail with subject " + subject)
                .atMost(Duration.ofSeconds(30))
                .until(() -> smtp.messages().stream()
                        .anyMatch(mail -> subject.equals(mail.subject())
                                && mail.recipients().equals(List.of("a@example.com"))));
    }

    private void awaitLine(String file, String text, Duration limit) {
        Awaitility.await("'" + text + "' in " + file)
                .atMost(limit)
                .until(() -> log(file).contains(text));
    }

    private Path write(String snippet) throws IOException {
        return Files.writeString(folder.resolve(snippet), readme.snippet(snippet));
    }

    private int run(List<String> command) throws Exception {
        Process process = start(command, "run.log");
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).as(command + " ends").isTrue();
        if (process.exitValue() != 0) {
            System.err.println(log("run.log"));
        }
        return process.exitValue();
    }

    private Process start(List<String> command, String log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().putAll(environment());
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve(log).toFile())
                .start();
        started.add(process);
        return process;
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("RABBITMQ_URL", rabbit.url());
        environment.put("SMTP_URL", smtp.url());
        environment.put("PENSTOCK_HTTP_PORT", "0");
        environment.put("PENSTOCK_BROADCAST", "true");
        environment.put("PENSTOCK_CONSOLE_URL", "http://127.0.0.1:" + consolePort);
        environment.put("PENSTOCK_CONSOLE_ADMIN_TOKEN", ADMIN);
        environment.put("PENSTOCK_CONSOLE_TOKEN", ADMIN);
        environment.put("PENSTOCK_TOKEN", token);
        return environment;
    }

    private String log(String file) {
        try {
            Path path = folder.resolve(file);
            return Files.exists(path) ? Files.readAllLines(path).stream().collect(Collectors.joining("\n")) : "";
        } catch (IOException e) {
            return e.toString();
        }
    }
}
