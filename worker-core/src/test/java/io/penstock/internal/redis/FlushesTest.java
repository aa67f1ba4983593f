package io.penstock.internal.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class FlushesTest {
    private final List<CompletableFuture<String>> answers = new ArrayList<>();
    private int written;
    private final Flushes flushes = new Flushes(() -> written = answers.size());

    private void send(int commands) {
        for (int i = 0; i < commands; i++) {
            CompletableFuture<String> answer = new CompletableFuture<>();
            answers.add(answer);
            flushes.sent(answer);
        }
    }

    @Test
    void a_command_goes_out_at_once_if_none_is_under_way() {
        send(1);
        assertThat(written).isEqualTo(1);
        answers.get(0).complete("OK");
        send(1);
        assertThat(written).isEqualTo(2);
    }

    @Test
    void others_go_out_together_when_the_last_that_is_under_way_is_answered_or_has_failed() {
        send(1);
        send(3);
        assertThat(written).isEqualTo(1);
        answers.get(0).complete("OK");
        assertThat(written).isEqualTo(4);
        send(2);
        answers.get(1).complete("OK");
        answers.get(2).complete("OK");
        assertThat(written).isEqualTo(4);
        answers.get(3).completeExceptionally(new IOException("no answer in time"));
        assertThat(written).isEqualTo(6);
    }

    @Test
    void a_command_that_failed_before_it_was_sent_holds_nobody_up() {
        flushes.sent(CompletableFuture.failedFuture(new IOException("not connected")));
        send(1);
        assertThat(written).isEqualTo(1);
    }

    @Test
    void every_command_of_many_threads_is_written() throws Exception {
        int threads = 4;
        int each = 20_000;
        ConcurrentLinkedQueue<CompletableFuture<String>> buffered = new ConcurrentLinkedQueue<>();
        CountDownLatch answered = new CountDownLatch(threads * each);
        Flushes shared = new Flushes(() -> {
            for (CompletableFuture<String> next = buffered.poll(); next != null; next = buffered.poll()) {
                CompletableFuture<String> answer = next;
                Thread.startVirtualThread(() -> answer.complete("OK"));
            }
        });
        for (int t = 0; t < threads; t++) {
            Thread.startVirtualThread(() -> {
                for (int i = 0; i < each; i++) {
                    CompletableFuture<String> answer = new CompletableFuture<>();
                    var unused = answer.thenRun(answered::countDown);
                    buffered.add(answer);
                    shared.sent(answer);
                }
            });
        }
        answered.await();
    }
}
