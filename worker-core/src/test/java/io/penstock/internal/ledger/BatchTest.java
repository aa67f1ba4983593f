package io.penstock.internal.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchTest {
    private static final byte[] DONE = {'E'};

    private static byte[] bytes(String text) {
        return Command.bytes(text);
    }

    private static List<String> texts(byte[][] all) {
        return Arrays.stream(all)
                .map(one -> new String(one, StandardCharsets.UTF_8))
                .toList();
    }

    private static Command claim(String key) {
        return Command.claim(bytes(key), bytes(":me.2"));
    }

    private static Command done(String key, String claim) {
        return Command.done(bytes(key), bytes(claim), DONE);
    }

    @Test
    void what_is_the_same_for_many_jobs_is_said_once_and_claims_come_last() {
        Batch.Call call = new Batch(
                        List.of(done("a", ":me.1"), claim("x"), done("b", ":me.1"), claim("y"), done("c", ":me.0")))
                .call(bytes("30000"));
        assertThat(texts(call.keys())).containsExactly("penstock:ledger:clock", "a", "b", "c", "x", "y");
        assertThat(texts(call.values()))
                .containsExactly(
                        "30000", "done", "2", ":me.1", "E", "done", "1", ":me.0", "E", "claim", "2", ":me.2", "");
    }

    @Test
    void nothing_asked_is_still_a_call() {
        assertThat(texts(new Batch(List.of()).call(bytes("30000")).keys())).containsExactly("penstock:ledger:clock");
    }

    @Test
    void each_command_gets_its_own_answer_and_those_without_one_are_granted() {
        Command done = done("a", ":me.1");
        Command overtaken = done("b", ":me.1");
        Command granted = claim("x");
        Command held = claim("y");
        byte[] found = bytes("R500");
        new Batch(List.of(granted, done, held, overtaken)).answer(List.of(42L, 2L, 0L, 4L, found));
        assertThat(done.answer()).isCompletedWithValue(1L);
        assertThat(overtaken.answer()).isCompletedWithValue(0L);
        assertThat(granted.answer()).isCompletedWithValue(42L);
        assertThat(held.answer()).isCompletedWithValue(found);
    }
}
