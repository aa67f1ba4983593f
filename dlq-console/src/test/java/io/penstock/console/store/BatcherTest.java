package io.penstock.console.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.jdbi.v3.core.ConnectionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatcherTest {
    private final List<List<Integer>> asked = Collections.synchronizedList(new ArrayList<>());
    private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void end() {
        calls.close();
    }

    private List<Integer> doubled(List<Integer> questions) {
        asked.add(questions);
        return questions.stream().map(one -> 2 * one).toList();
    }

    @Test
    void whoever_comes_alone_is_answered_at_once() {
        var batcher = new Batcher<Integer, Integer>(10, this::doubled);
        assertThat(batcher.ask(3)).isEqualTo(6);
        assertThat(batcher.ask(4)).isEqualTo(8);
        assertThat(asked).containsExactly(List.of(3), List.of(4));
    }

    @Test
    void what_gathers_while_a_question_is_under_way_is_asked_together() throws Exception {
        var begun = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var arriving = new Semaphore(0);
        var batcher = new Batcher<Integer, Integer>(20, questions -> {
            begun.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return doubled(questions);
        });
        Future<Integer> first = calls.submit(() -> batcher.ask(0));
        begun.await();
        List<Thread> others = new ArrayList<>();
        for (int i = 1; i <= 30; i++) {
            int question = i;
            others.add(Thread.ofPlatform().start(() -> {
                assertThat(batcher.ask(question)).isEqualTo(2 * question);
                arriving.release();
            }));
        }
        await("all of them wait")
                .until(() -> others.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));
        go.countDown();
        assertThat(first.get()).isZero();
        arriving.acquire(30);
        assertThat(asked).extracting(List::size).containsExactly(1, 20, 10);
    }

    @Test
    void one_that_cannot_be_answered_does_no_harm_to_the_others() throws Exception {
        var batcher = new Batcher<Integer, Integer>(100, questions -> {
            if (questions.contains(7)) {
                throw new IllegalArgumentException("seven");
            }
            return doubled(questions);
        });
        List<Future<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            int question = i;
            answers.add(calls.submit(() -> batcher.ask(question)));
        }
        for (int i = 0; i < 50; i++) {
            if (i == 7) {
                assertThatThrownBy(answers.get(i)::get).rootCause().hasMessage("seven");
            } else {
                assertThat(answers.get(i).get()).isEqualTo(2 * i);
            }
        }
    }

    @Test
    void while_the_database_is_away_a_batch_waits_for_it_once() {
        var batcher = new Batcher<Integer, Integer>(100, questions -> {
            asked.add(questions);
            throw new ConnectionException(new SQLTransientConnectionException("away"));
        });
        assertThatThrownBy(() -> batcher.ask(1)).isInstanceOf(ConnectionException.class);
        assertThat(asked).hasSize(1);
    }
}
