package io.penstock.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.penstock.testbed.internal.folder.StaleProcesses;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllServersIT {
    @TempDir
    Path temp;

    private Process owner;

    @AfterEach
    void killOwner() {
        if (owner != null) {
            owner.destroyForcibly();
        }
    }

    @Test
    void all_six_servers_answer_within_twenty_seconds_and_leave_nothing_behind() throws IOException {
        Path data = temp.resolve("data");
        Instant begin = Instant.now();
        List<Long> pids;
        try (Testbed testbed = Testbed.builder().all().dataFolder(data).start()) {
            Duration took = Duration.between(begin, Instant.now());
            System.out.printf("All six servers answered after %d ms%n", took.toMillis());
            assertThat(took).isLessThan(Duration.ofSeconds(20));
            assertThat(testbed.servers()).hasSize(6).allMatch(Server::isRunning);
            pids = pidsIn(data);
            assertThat(pids).as("the six servers and epmd").hasSize(7);
        }
        assertThat(pids).allMatch(pid -> ProcessHandle.of(pid).isEmpty());
    }

    @Test
    void two_testbeds_at_once_do_not_collide() {
        try (Testbed one = Testbed.builder().all().start();
                Testbed two = Testbed.builder().all().start()) {
            assertThat(Stream.concat(one.servers().stream(), two.servers().stream()))
                    .allMatch(Server::isRunning)
                    .extracting(Server::url)
                    .doesNotHaveDuplicates();
            one.rabbitMq().kill();
            assertThat(two.rabbitMq().ctl("list_queues")).isNotNull();
        }
    }

    @Test
    void the_next_testbed_in_a_data_folder_has_the_same_addresses() {
        List<String> before;
        try (Testbed testbed = Testbed.builder().redis().smtp().dataFolder(temp).start()) {
            before = testbed.servers().stream().map(Server::url).toList();
        }
        try (Testbed testbed = Testbed.builder().redis().smtp().dataFolder(temp).start()) {
            assertThat(testbed.servers()).extracting(Server::url).isEqualTo(before);
        }
    }

    @Test
    void a_temporary_data_folder_is_deleted_at_the_end() throws IOException {
        List<Path> before = temporaryFolders();
        try (Testbed testbed = Testbed.builder().smtp().start()) {
            assertThat(testbed.smtp().isRunning()).isTrue();
            assertThat(temporaryFolders()).hasSizeGreaterThan(before.size());
        }
        assertThat(before).containsAll(temporaryFolders());
    }

    @Test
    void servers_die_with_the_jvm_that_started_them_even_when_it_is_killed() throws IOException {
        startOwnerOf(ServerKind.values());
        List<Long> pids = pidsIn(temp);
        assertThat(pids).as("the six servers and epmd").hasSize(7).allMatch(AllServersIT::isAlive);

        owner.destroyForcibly();

        await().atMost(Duration.ofSeconds(10)).until(() -> pids.stream().noneMatch(AllServersIT::isAlive));
    }

    @Test
    void servers_left_over_in_a_data_folder_are_replaced() throws IOException {
        startOwnerOf(ServerKind.REDIS, ServerKind.SMTP);
        List<Long> stale = pidsIn(temp);
        killWatchersAndOwner();
        assertThat(stale).hasSize(2).allMatch(AllServersIT::isAlive);

        try (Testbed testbed = Testbed.builder().redis().smtp().dataFolder(temp).start()) {
            assertThat(testbed.servers()).allMatch(Server::isRunning);
            assertThat(URI.create(testbed.redis().url()).getPort()).isPositive();
            assertThat(stale).noneMatch(AllServersIT::isAlive);
        }
    }

    @Test
    void a_closed_server_does_not_start_again() {
        Testbed testbed = Testbed.builder().smtp().start();
        SmtpServer smtp = testbed.smtp();
        testbed.close();
        testbed.close();

        assertThat(smtp.isRunning()).isFalse();
        assertThatThrownBy(smtp::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("SMTP was closed");
    }

    @Test
    void a_data_folder_in_use_is_refused_by_another_testbed() {
        try (Testbed testbed = Testbed.builder().smtp().dataFolder(temp).start()) {
            assertThat(testbed.smtp().isRunning()).isTrue();
            assertThatThrownBy(() -> Testbed.builder().smtp().dataFolder(temp).start())
                    .isInstanceOf(TestbedException.class)
                    .hasMessageContaining(temp.toString());
        }
    }

    /** Another JVM that has a testbed in the test's folder, and waits. */
    private void startOwnerOf(ServerKind... kinds) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Owner.class.getName(),
                temp.toString()));
        Arrays.stream(kinds).map(ServerKind::name).forEach(words::add);
        owner = new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = owner.inputReader(StandardCharsets.UTF_8);
        assertThat(output.readLine()).isEqualTo("started");
    }

    /** What the death of the whole process group would leave: servers without the shells that watch over them. */
    private void killWatchersAndOwner() {
        List<ProcessHandle> shells = owner.descendants()
                .filter(process -> process.info().arguments().isPresent()
                        && Arrays.asList(process.info().arguments().get()).contains("penstock-testbed"))
                .toList();
        List<ProcessHandle> watchers = shells.stream()
                .filter(shell -> shells.contains(parentOf(shell)))
                .toList();
        assertThat(watchers).isNotEmpty();
        watchers.forEach(ProcessHandle::destroyForcibly);
        shells.forEach(ProcessHandle::destroyForcibly);
        owner.destroyForcibly();
        await().until(() -> !owner.isAlive());
    }

    private static ProcessHandle parentOf(ProcessHandle process) {
        return process.parent().orElseThrow();
    }

    private static List<Long> pidsIn(Path data) throws IOException {
        try (Stream<Path> files = Files.walk(data, 2)) {
            return files.filter(file -> file.toString().endsWith(StaleProcesses.PID_SUFFIX))
                    .map(StaleProcesses::pidIn)
                    .toList();
        }
    }

    /** A process that nobody has waited for yet is dead all the same. */
    private static boolean isAlive(long pid) {
        try {
            return !Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z ");
        } catch (IOException gone) {
            return false;
        }
    }

    private static List<Path> temporaryFolders() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file ->
                            file.getFileName().toString().startsWith("penstock-testbed-") && Files.isDirectory(file))
                    .toList();
        }
    }

    /** The main program of a JVM that is going to be killed. */
    static final class Owner {
        private Owner() {}

        public static void main(String[] arguments) throws IOException {
            Testbed.Builder builder = Testbed.builder().dataFolder(Path.of(arguments[0]));
            Arrays.stream(arguments).skip(1).map(ServerKind::valueOf).forEach(builder::with);
            try (Testbed testbed = builder.start()) {
                System.out.println(testbed.servers().isEmpty() ? "empty" : "started");
                assertThat(System.in.read()).isNegative();
            }
        }
    }
}
