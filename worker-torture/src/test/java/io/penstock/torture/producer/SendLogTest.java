package io.penstock.torture.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SendLogTest {
    @Test
    void what_was_sent_and_what_was_confirmed_are_told_apart(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("ids");
        try (SendLog log = SendLog.append(file)) {
            log.sending(List.of(1, 4, 7));
            log.confirmed(1);
            log.sendingAgain(4);
            log.confirmed(4);
        }
        SendLog.Contents contents = SendLog.Contents.empty();
        contents.add(file, 3);
        contents.add(folder.resolve("of a producer that never came to send"), 3);

        assertThat(contents.sent().stream()).containsExactly(1, 4, 7);
        assertThat(contents.confirmed().stream()).containsExactly(1, 4);
        assertThat(contents.again().stream()).containsExactly(4);
    }

    @Test
    void a_producer_that_was_killed_in_mid_batch_goes_on_behind_it(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("ids");
        Assignment assignment = Assignment.read(environment(file));
        assertThat(assignment.batches(2)).containsExactly(List.of(1, 4), List.of(7, 10), List.of(13));
        try (SendLog log = SendLog.append(file)) {
            log.sending(List.of(1, 4));
            log.confirmed(1);
        }

        assertThat(assignment.batches(2)).containsExactly(List.of(7, 10), List.of(13));
    }

    private static Map<String, String> environment(Path file) {
        Map<String, String> environment = new HashMap<>();
        environment.put("TORTURE_SEED", "1");
        environment.put("TORTURE_JOBS", "15");
        environment.put("TORTURE_POISON", "false");
        environment.put("TORTURE_QUEUE", "q");
        environment.put("TORTURE_FIRST", "1");
        environment.put("TORTURE_STEP", "3");
        environment.put("TORTURE_RATE", "10");
        environment.put("TORTURE_LOG", file.toString());
        return environment;
    }
}
