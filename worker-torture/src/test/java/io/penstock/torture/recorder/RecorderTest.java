package io.penstock.torture.recorder;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.Job;
import io.penstock.torture.recorder.Entry.What;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecorderTest {
    private Path file;
    private Recorder recorder;
    private RecorderClient client;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        file = folder.resolve("effects.log");
        recorder = Recorder.start(file);
        client = new RecorderClient(recorder.port());
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        recorder.close();
    }

    @Test
    void what_begins_and_what_happens_is_on_the_disk_before_anybody_is_answered() throws Exception {
        client.begin(job("a"), 7);
        assertThat(client.effect(job("a"), 7, 0)).isTrue();

        assertThat(entries()).extracting(Entry::what).containsExactly(What.BEGUN, What.DONE);
        assertThat(entries()).allSatisfy(entry -> {
            assertThat(entry.key()).isEqualTo("a");
            assertThat(entry.attempt()).isEqualTo(2);
            assertThat(entry.token()).isEqualTo(7);
            assertThat(entry.pid()).isEqualTo(ProcessHandle.current().pid());
        });
    }

    @Test
    void a_token_below_the_highest_of_its_key_is_refused_and_the_refusal_is_kept() throws Exception {
        assertThat(client.effect(job("a"), 8, 0)).isTrue();
        assertThat(client.effect(job("a"), 7, 0)).isFalse();
        assertThat(client.effect(job("b"), 7, 0)).as("of another key").isTrue();

        assertThat(entries()).extracting(Entry::what).containsExactly(What.DONE, What.REFUSED, What.DONE);
        assertThat(recorder.effects()).isEqualTo(2);
    }

    @Test
    void an_execution_that_nobody_fences_is_never_refused() throws Exception {
        assertThat(client.effect(job("a"), 8, 0)).isTrue();
        assertThat(client.effect(job("a"), 0, 0)).isTrue();
        assertThat(client.effect(job("a"), 7, 0)).as("the fence still stands").isFalse();
    }

    @Test
    void each_of_many_jobs_at_once_hears_its_own_answer() throws Exception {
        client.effect(job("fenced"), 2, 0);
        List<Future<Boolean>> answers = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int n = 0; n < 500; n++) {
                Job job = job(n % 2 == 0 ? "fenced" : "free-" + n);
                answers.add(threads.submit(() -> client.effect(job, 1, 0)));
            }
        }
        for (int n = 0; n < answers.size(); n++) {
            assertThat(answers.get(n).get()).as("job " + n).isEqualTo(n % 2 == 1);
        }
    }

    @Test
    void a_worker_that_loses_the_recorder_does_not_take_its_effect_for_done() {
        recorder.close();

        assertThatThrownBy(() -> {
                    client.close();
                    client.effect(job("a"), 1, 0);
                })
                .isInstanceOf(IOException.class);
    }

    @Test
    void whatever_language_a_worker_is_written_in_lines_will_do() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), recorder.port());
                BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII))) {
            socket.getOutputStream().write("EFFECT key id 1 0 123 0\nnonsense\n".getBytes(US_ASCII));
            assertThat(in.readLine()).isEqualTo("OK");
            assertThat(in.readLine()).startsWith("expected BEGIN key job attempt token pid");
        }
    }

    private List<Entry> entries() throws IOException {
        try (var lines = Files.lines(file)) {
            return lines.map(Entry::parse).flatMap(Optional::stream).toList();
        }
    }

    private static Job job(String id) {
        return new Job(id, "type", "queue", null, null, 2, 8, Instant.EPOCH, null, null, null, null, null, Map.of());
    }
}
