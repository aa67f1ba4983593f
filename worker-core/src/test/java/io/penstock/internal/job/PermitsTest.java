package io.penstock.internal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PermitsTest {
    private final Permits permits = new Permits(1);

    /** Asks on a thread of its own, and has asked when it returns. */
    private CompletableFuture<Boolean> ask() {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        Thread thread = Thread.ofPlatform().start(() -> answer.complete(permits.take()));
        await().until(() -> answer.isDone() || thread.getState() == Thread.State.WAITING);
        return answer;
    }

    @Test
    void the_next_one_has_its_turn_when_one_is_done() {
        assertThat(permits.take()).isTrue();
        CompletableFuture<Boolean> second = ask();
        CompletableFuture<Boolean> third = ask();
        assertThat(second).as("while the first runs").isNotDone();
        permits.giveBack();
        assertThat(second).as("it asked first").succeedsWithin(Duration.ofSeconds(5));
        assertThat(third).isNotDone();
        assertThat(permits.taken()).isEqualTo(1);
        permits.giveBack();
        assertThat(third.join()).isTrue();
    }

    @Test
    void nobody_waits_or_begins_once_they_are_closed() {
        permits.take();
        CompletableFuture<Boolean> waiting = ask();
        permits.close();
        permits.close();
        assertThat(waiting.join()).as("whoever waited is sent away").isFalse();
        assertThat(permits.take()).as("whoever comes later").isFalse();
        permits.giveBack();
        assertThat(permits.taken()).isZero();
    }
}
