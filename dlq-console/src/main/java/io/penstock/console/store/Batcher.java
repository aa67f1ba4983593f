package io.penstock.console.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Asks the database once for what many calls want to know, or write, at the same time: while one question is under way, others gather and
 * are the next. A call that comes alone is not kept waiting. So the database sees few transactions however many calls there
 * are, and no call waits long for a connection. Thread-safe.
 *
 * @param <Q> what one call asks
 * @param <A> what it is answered
 */
public final class Batcher<Q, A> {
    private final Function<List<Q>, List<A>> work;
    private final int most;
    private final ConcurrentLinkedQueue<Waiting<Q, A>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean underWay = new AtomicBoolean();

    private record Waiting<Q, A>(Q question, CompletableFuture<A> answer) {}

    /**
     * @param most how many at once, from 1
     * @param work answers some questions, in their order; if it throws while the database is there, each of them is asked
     *     alone, so that one that cannot be answered does no harm to the others
     */
    public Batcher(int most, Function<List<Q>, List<A>> work) {
        this.most = most;
        this.work = work;
    }

    /**
     * Asks, and waits for the answer.
     *
     * @throws RuntimeException what the work has thrown
     */
    public A ask(Q question) {
        var mine = new Waiting<Q, A>(question, new CompletableFuture<>());
        waiting.add(mine);
        if (underWay.compareAndSet(false, true)) {
            // a thread that nobody interrupts: H2 would close its file over it
            Thread.ofVirtual().name("batch").start(this::answerAll);
        }
        try {
            return mine.answer().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException same ? same : e;
        }
    }

    private void answerAll() {
        do {
            for (List<Waiting<Q, A>> some = next(); !some.isEmpty(); some = next()) {
                answer(some);
            }
            underWay.set(false);
        } while (!waiting.isEmpty() && underWay.compareAndSet(false, true));
    }

    private List<Waiting<Q, A>> next() {
        List<Waiting<Q, A>> some = new ArrayList<>();
        while (some.size() < most) {
            Waiting<Q, A> one = waiting.poll();
            if (one == null) {
                break;
            }
            some.add(one);
        }
        return some;
    }

    private void answer(List<Waiting<Q, A>> some) {
        try {
            List<A> answers = work.apply(some.stream().map(Waiting::question).toList());
            for (int i = 0; i < some.size(); i++) {
                some.get(i).answer().complete(answers.get(i));
            }
        } catch (Throwable failure) {
            if (some.size() == 1 || Dialect.isAway(failure)) {
                some.forEach(one -> one.answer().completeExceptionally(failure));
            } else {
                some.forEach(one -> answer(List.of(one)));
            }
        }
    }
}
