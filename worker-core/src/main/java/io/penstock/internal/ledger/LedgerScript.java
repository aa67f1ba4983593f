package io.penstock.internal.ledger;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.codec.ByteArrayCodec;
import io.penstock.internal.redis.Redis;
import io.penstock.internal.redis.RedisLink;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs ledger.lua on Redis for many commands at once: while calls are under way, commands gather, and the next call takes
 * them all. A command costs its job one round trip, and Redis a fraction of one. Thread-safe; never blocks.
 *
 * <p>After a failure commands fail at once, so that an outage costs each job no time-out of its own, until {@link
 * #probe} has got through.
 */
final class LedgerScript {
    private static final Logger log = LoggerFactory.getLogger(LedgerScript.class);
    /** Keeps a call below half a millisecond of Redis's one thread. */
    private static final int MOST_COMMANDS = 200;

    private static final int MOST_CALLS = 2;
    private static final String SCRIPT = read();

    private final RedisLink<byte[]> link;
    private final byte[] lease;
    private final byte[] retention;
    private final String digest;
    private final String owner;
    private final AtomicLong names = new AtomicLong();
    private final ConcurrentLinkedQueue<Command> waiting = new ConcurrentLinkedQueue<>();
    private final Semaphore calls = new Semaphore(MOST_CALLS);
    private volatile byte[] claimName;
    private volatile boolean available = true;

    /** @param owner whose claims they are, unique among all processes */
    LedgerScript(Redis redis, Duration lease, Duration retention, String owner) {
        this.link = redis.link(ByteArrayCodec.INSTANCE);
        this.lease = Command.bytes(Long.toString(lease.toMillis()));
        this.retention = Command.bytes(Long.toString(retention.toMillis()));
        this.digest = sha1(SCRIPT);
        this.owner = owner;
        this.claimName = nameClaims();
    }

    private static String read() {
        try (InputStream in = Objects.requireNonNull(LedgerScript.class.getResourceAsStream("ledger.lua"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By this name Redis knows a script that it has seen. */
    private static String sha1(String script) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(Command.bytes(script)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-1", e);
        }
    }

    /**
     * What to call a claim that is asked for now. Claims of one call are on different jobs and can share a name; it is
     * another one as soon as a call is made up, or was not even tried, so that no job is claimed twice by the same name.
     */
    byte[] claimName() {
        return claimName;
    }

    private byte[] nameClaims() {
        return Command.bytes(":" + owner + "." + Long.toString(names.incrementAndGet(), Character.MAX_RADIX));
    }

    boolean isAvailable() {
        return available;
    }

    /** Fails if Redis did not answer; the command may have been carried out all the same. */
    CompletionStage<Object> run(Command command) {
        if (!available) {
            claimName = nameClaims();
            return CompletableFuture.failedStage(new IllegalStateException("Redis was not available a moment ago"));
        }
        waiting.add(command);
        flush();
        return command.answer();
    }

    /** Asks whether Redis is back, if it was away. */
    void probe() {
        if (!available) {
            var unused = call(new Batch(List.of())).whenComplete((answers, failure) -> {
                if (failure == null) {
                    available = true;
                    log.info("the ledger in Redis is back");
                }
            });
        }
    }

    private void flush() {
        while (!waiting.isEmpty() && calls.tryAcquire()) {
            Batch batch = new Batch(take(MOST_COMMANDS));
            var unused = call(batch).whenComplete((answers, failure) -> {
                List<Command> stranded = failure == null ? List.of() : isAway(failure);
                calls.release();
                flush();
                // from a thread of their own kind jobs start at a fraction of the cost, and Redis's is not held up
                Thread.startVirtualThread(() -> settle(batch, answers, failure, stranded));
            });
        }
    }

    private List<Command> take(int most) {
        List<Command> taken = new ArrayList<>();
        for (Command next = waiting.poll(); next != null; next = waiting.poll()) {
            taken.add(next);
            if (taken.size() == most) {
                break;
            }
        }
        claimName = nameClaims();
        return taken;
    }

    private CompletionStage<List<Object>> call(Batch batch) {
        Batch.Call call = batch.call(lease, retention);
        return link.<List<Object>>send(
                        redis -> redis.evalsha(digest, ScriptOutputType.MULTI, call.keys(), call.values()))
                .exceptionallyCompose(failure -> isUnknownScript(failure)
                        ? link.send(redis -> redis.eval(SCRIPT, ScriptOutputType.MULTI, call.keys(), call.values()))
                        : CompletableFuture.failedStage(failure));
    }

    /** Redis has been started anew, or never seen the script. */
    private static boolean isUnknownScript(Throwable failure) {
        return failure instanceof RedisNoScriptException
                || (failure instanceof CompletionException && failure.getCause() instanceof RedisNoScriptException);
    }

    private static void settle(Batch batch, List<Object> answers, Throwable failure, List<Command> stranded) {
        if (failure == null) {
            answer(batch, answers);
        } else {
            batch.fail(failure);
            stranded.forEach(command -> command.answer().completeExceptionally(failure));
        }
    }

    /** Whatever Redis says, nobody waits for ever. */
    private static void answer(Batch batch, List<Object> answers) {
        try {
            batch.answer(answers);
        } catch (RuntimeException e) {
            log.error("the ledger in Redis answers what cannot be understood", e);
            batch.fail(e);
        }
    }

    /** Returns what waits for its turn, and would only wait for a time-out of its own. */
    private List<Command> isAway(Throwable failure) {
        if (available) {
            available = false;
            log.warn("the ledger in Redis is not available: {}", rootOf(failure).toString());
        }
        return take(Integer.MAX_VALUE);
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** Waits until everything asked so far is answered. */
    void awaitAnswers(Duration limit) throws InterruptedException {
        if (calls.tryAcquire(MOST_CALLS, limit.toMillis(), TimeUnit.MILLISECONDS)) {
            calls.release(MOST_CALLS);
        }
    }
}
