package io.penstock.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.bench.contender.Mark;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class JavaProcessTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String TALK =
            "n=0; while :; do n=$((n+1)); echo bench settled=$n nanos=${n}000 processor=0; %s done";

    @TempDir
    private Path work;

    private JavaProcess start(String script) throws Exception {
        return JavaProcess.start(List.of("/bin/sh", "-c", script), Map.of("PATH", "/usr/bin:/bin"), log());
    }

    private Path log() {
        return work.resolve("log");
    }

    @Test
    void the_first_mark_that_is_far_enough_is_taken() throws Exception {
        try (JavaProcess process = start(TALK.formatted("sleep 0.01;"))) {
            Mark mark = process.markAt(3, LIMIT);
            assertThat(mark.settled()).isEqualTo(3);
            assertThat(process.markAfter(mark, Duration.ofNanos(2_000), LIMIT).settled())
                    .isEqualTo(5);
        }
    }

    @Test
    void a_contender_that_goes_on_talking_is_not_waited_for_without_limit() throws Exception {
        try (JavaProcess process = start(TALK.formatted("sleep 0.01;"))) {
            assertThatThrownBy(() -> process.markAt(Long.MAX_VALUE, Duration.ofMillis(300)))
                    .isInstanceOf(BenchException.class)
                    .hasMessage("a contender was not done in time; see " + log());
        }
    }

    @Test
    void a_contender_that_has_ended_is_told_with_its_exit_code() throws Exception {
        try (JavaProcess process = start("echo something went wrong; exit 3")) {
            assertThatThrownBy(() -> process.markAt(1, LIMIT))
                    .isInstanceOf(BenchException.class)
                    .hasMessage("a contender ended with exit code 3; see " + log());
            assertThat(Files.readString(log())).isEqualTo("something went wrong\n");
        }
    }

    @Test
    void a_contender_that_is_stopped_does_nothing_until_it_is_resumed() throws Exception {
        try (JavaProcess process = start(TALK.formatted("sleep 0.01;"))) {
            long before = process.markAt(1, LIMIT).settled();
            process.pause();
            assertThat(stateOf(process)).startsWith("T");
            process.resume();
            assertThat(process.markAt(before + 5, LIMIT).settled()).isEqualTo(before + 5);
        }
    }

    private static String stateOf(JavaProcess process) throws Exception {
        Process ps = new ProcessBuilder("ps", "-o", "stat=", "-p", Long.toString(process.pid())).start();
        return new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
}
