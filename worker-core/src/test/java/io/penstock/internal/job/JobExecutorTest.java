package io.penstock.internal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import io.penstock.Job;
import io.penstock.Outcome;
import io.penstock.internal.job.Execution.End;
import io.penstock.spi.Interceptor;
import io.penstock.spi.JobContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobExecutorTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final Job job = Given.job(1, 8);
    private final BlockingQueue<End> ends = new LinkedBlockingQueue<>();
    private final List<Interceptor> interceptors = new ArrayList<>();
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch never = new CountDownLatch(1);
    private JobExecutor executor = new JobExecutor(List.of());

    @AfterEach
    void stop() {
        executor.close();
        never.countDown();
    }

    private void executorWith(Duration patience) {
        executor.close();
        executor = new JobExecutor(interceptors, patience);
    }

    private void run(Duration limit, Given.Handler.Body<String> body) {
        var handler = new Given.Handler<>("t.x", String.class, body);
        var ready = new Decoded.Ready<>(job, handler, "payload", null, null);
        executor.execute(
                ready, new Execution(job, 7, new Execution.Times(Instant.now(), Instant.now(), limit), ends::add));
    }

    private Thread runInBackground(Duration limit, Given.Handler.Body<String> body) throws InterruptedException {
        Thread thread = Thread.ofVirtual()
                .start(() -> run(limit, (payload, context) -> {
                    entered.countDown();
                    return body.run(payload, context);
                }));
        assertThat(entered.await(10, TimeUnit.SECONDS))
                .as("the handler was called")
                .isTrue();
        return thread;
    }

    private End end() throws InterruptedException {
        End end = ends.poll(20, TimeUnit.SECONDS);
        assertThat(end).as("how the run ended").isNotNull();
        return end;
    }

    private Outcome outcome() throws InterruptedException {
        return ((End.Returned) end()).outcome();
    }

    /** As code does that swallows interrupts. */
    private void ignoreInterrupts() {
        while (never.getCount() > 0) {
            try {
                never.await();
            } catch (InterruptedException e) {
                // on purpose
            }
        }
    }

    @Test
    void what_the_handler_returns_is_the_outcome() throws Exception {
        run(LONG, (payload, context) -> Outcome.done(payload));
        assertThat(outcome()).isEqualTo(Outcome.done("payload"));
        assertThat(executor.running()).isZero();
    }

    @Test
    void the_handler_is_told_job_deadline_and_fencing_token() throws Exception {
        AtomicReference<JobContext> seen = new AtomicReference<>();
        Instant before = Instant.now();
        run(LONG, (payload, context) -> {
            seen.set(context);
            assertThat(context.cancelled()).isFalse();
            return Outcome.done();
        });
        assertThat(seen.get().job()).isEqualTo(job);
        assertThat(seen.get().fencingToken()).isEqualTo(7);
        assertThat(seen.get().deadline())
                .isBetween(before.plus(LONG), Instant.now().plus(LONG));
    }

    @Test
    void whatever_a_handler_throws_is_a_failure() throws Exception {
        for (Throwable thrown : List.of(
                new IllegalStateException("no ink"),
                new Exception("no ink"),
                new InterruptedException("no ink"),
                new StackOverflowError("no ink"),
                new OutOfMemoryError("no ink"),
                new NoClassDefFoundError("no ink"))) {
            run(LONG, (payload, context) -> {
                throw JobExecutorTest.<RuntimeException>sneaky(thrown);
            });
            assertThat(outcome()).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                assertThat(failed.error().className())
                        .isEqualTo(thrown.getClass().getName());
                assertThat(failed.error().message()).isEqualTo("no ink");
            });
        }
        assertThat(executor.running()).isZero();
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> T sneaky(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @Test
    void a_handler_that_returns_null_has_failed() throws Exception {
        run(LONG, (payload, context) -> null);
        assertThat(outcome())
                .asInstanceOf(type(Outcome.Failed.class))
                .extracting(failed -> failed.error().message())
                .isEqualTo("the handler returned null instead of an outcome");
    }

    @Test
    void interceptors_wrap_the_handler_in_their_order() throws Exception {
        List<String> steps = new ArrayList<>();
        for (String name : List.of("outer", "inner")) {
            interceptors.add((context, execution) -> {
                steps.add("before " + name);
                Outcome outcome = execution.proceed();
                steps.add("after " + name);
                return outcome;
            });
        }
        executorWith(LONG);
        run(LONG, (payload, context) -> {
            steps.add("handler");
            return Outcome.done();
        });
        assertThat(steps).containsExactly("before outer", "before inner", "handler", "after inner", "after outer");
        assertThat(outcome()).isEqualTo(Outcome.done());
    }

    @Test
    void an_interceptor_may_answer_instead_of_the_handler() throws Exception {
        interceptors.add((context, execution) -> Outcome.snoozed(Duration.ofSeconds(1), "closed"));
        executorWith(LONG);
        run(LONG, (payload, context) -> {
            throw new AssertionError("was called");
        });
        assertThat(outcome()).isInstanceOf(Outcome.Snoozed.class);
    }

    @Test
    void an_interceptor_that_throws_or_returns_null_fails_the_job() throws Exception {
        interceptors.add((context, execution) -> {
            throw new IllegalStateException("no trace");
        });
        executorWith(LONG);
        run(LONG, (payload, context) -> Outcome.done());
        assertThat(outcome()).isInstanceOf(Outcome.Failed.class);

        interceptors.set(0, (context, execution) -> null);
        executorWith(LONG);
        run(LONG, (payload, context) -> Outcome.done());
        assertThat(outcome()).isInstanceOf(Outcome.Failed.class);
    }

    @Test
    void code_of_a_plug_in_sees_its_own_class_loader() throws Exception {
        AtomicReference<ClassLoader> seen = new AtomicReference<>();
        Thread thread = Thread.ofVirtual()
                .unstarted(() -> run(LONG, (payload, context) -> {
                    seen.set(Thread.currentThread().getContextClassLoader());
                    return Outcome.done();
                }));
        thread.setContextClassLoader(null);
        thread.start();
        end();
        assertThat(seen.get()).isEqualTo(Given.Handler.class.getClassLoader());
    }

    @Test
    void a_handler_is_interrupted_at_its_time_limit_and_has_failed() throws Exception {
        AtomicBoolean cancelled = new AtomicBoolean();
        runInBackground(SHORT, (payload, context) -> {
            try {
                never.await();
            } finally {
                cancelled.set(context.cancelled());
            }
            return Outcome.done();
        });
        assertThat(outcome()).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.error().className()).isEqualTo("io.penstock.TimeLimitExceeded");
            assertThat(failed.error().message()).isEqualTo("time limit of 50 ms exceeded; the handler was interrupted");
        });
        assertThat(cancelled).as("the handler could see why").isTrue();
    }

    @Test
    void an_effect_that_happened_counts_however_late() throws Exception {
        runInBackground(SHORT, (payload, context) -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                // finishes all the same
            }
            return Outcome.done("late");
        });
        assertThat(outcome()).isEqualTo(Outcome.done("late"));
    }

    @Test
    void a_handler_that_rejects_or_snoozes_on_time_out_means_it() throws Exception {
        runInBackground(SHORT, (payload, context) -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                // decides by itself
            }
            return Outcome.rejected("too large");
        });
        assertThat(outcome()).isEqualTo(Outcome.rejected("too large"));
    }

    @Test
    void a_handler_that_ignores_interruption_is_abandoned_and_its_end_is_nobodys_concern() throws Exception {
        executorWith(SHORT);
        Thread thread = runInBackground(SHORT, (payload, context) -> {
            ignoreInterrupts();
            return Outcome.done("much later");
        });
        assertThat(outcome())
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.error().message())
                                .isEqualTo(
                                        "time limit of 50 ms exceeded; the handler ignores interruption and goes on by itself"));
        assertThat(executor.running()).isZero();
        never.countDown();
        thread.join();
        assertThat(ends).as("further ends of the same run").isEmpty();
    }

    @Test
    void settling_is_not_interrupted_by_a_time_limit_that_the_handler_just_missed() throws Exception {
        AtomicBoolean interrupted = new AtomicBoolean(true);
        Thread thread = Thread.ofVirtual().start(() -> {
            run(SHORT, (payload, context) -> {
                await().pollInSameThread().ignoreExceptions().until(context::cancelled);
                Thread.currentThread().interrupt();
                return Outcome.failed("late");
            });
            interrupted.set(Thread.currentThread().isInterrupted());
        });
        thread.join();
        assertThat(interrupted).isFalse();
    }

    @Test
    void when_the_process_stops_a_handler_that_gives_up_is_handed_back() throws Exception {
        runInBackground(LONG, (payload, context) -> {
            never.await();
            return Outcome.done();
        });
        executor.stopAll();
        assertThat(end()).isEqualTo(new End.Stopped());
    }

    @Test
    void when_the_process_stops_a_handler_that_finishes_is_done() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        runInBackground(LONG, (payload, context) -> {
            try {
                goOn.await();
            } catch (InterruptedException e) {
                assertThat(context.cancelled()).isTrue();
            }
            return Outcome.done();
        });
        executor.stopAll();
        assertThat(outcome()).isEqualTo(Outcome.done());
    }

    @Test
    void when_the_process_stops_a_handler_that_says_never_again_is_not_handed_back() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        runInBackground(LONG, (payload, context) -> {
            try {
                goOn.await();
            } catch (InterruptedException e) {
                return Outcome.rejected("nobody knows whether the mail went out");
            }
            return Outcome.done();
        });
        executor.stopAll();
        assertThat(outcome()).isEqualTo(Outcome.rejected("nobody knows whether the mail went out"));
    }

    @Test
    void a_job_that_starts_while_the_process_stops_is_interrupted_at_once() throws Exception {
        executor.stopAll();
        run(LONG, (payload, context) -> {
            never.await();
            return Outcome.done();
        });
        assertThat(end()).isEqualTo(new End.Stopped());
    }

    @Test
    void what_does_not_stop_with_the_process_is_handed_back_without_waiting_for_it() throws Exception {
        Thread thread = runInBackground(LONG, (payload, context) -> {
            ignoreInterrupts();
            return Outcome.failed("much later");
        });
        executor.stopAll();
        executor.abandonAll();
        assertThat(end()).isEqualTo(new End.Stopped());
        assertThat(executor.running()).isZero();
        never.countDown();
        thread.join();
        assertThat(ends).isEmpty();
    }

    @Test
    void jobs_within_their_time_limit_are_left_alone() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        runInBackground(LONG, (payload, context) -> {
            goOn.await();
            return context.cancelled() ? Outcome.failed("cancelled") : Outcome.done();
        });
        assertThat(executor.running()).isEqualTo(1);
        // another job times out meanwhile, so that the watch has looked at both
        run(SHORT, (payload, context) -> {
            never.await();
            return Outcome.done();
        });
        assertThat(outcome()).isInstanceOf(Outcome.Failed.class);
        goOn.countDown();
        assertThat(outcome()).isEqualTo(Outcome.done());
    }

    @Test
    void a_run_is_not_over_before_what_it_told_is_durable_and_its_thread_need_not_wait() throws Exception {
        CompletableFuture<Void> first = new CompletableFuture<>();
        CompletableFuture<Void> second = new CompletableFuture<>();
        run(LONG, (payload, context) -> {
            context.settleAfter(first);
            context.settleAfter(second);
            return Outcome.done();
        });
        second.complete(null);
        assertThat(ends).isEmpty();

        first.complete(null);
        assertThat(outcome()).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void a_run_that_told_what_cannot_be_stored_counts_as_none() throws Exception {
        run(LONG, (payload, context) -> {
            context.settleAfter(CompletableFuture.failedStage(new IllegalStateException("no broker")));
            return Outcome.done();
        });

        assertThat(end()).isInstanceOf(End.Untold.class);
    }
}
