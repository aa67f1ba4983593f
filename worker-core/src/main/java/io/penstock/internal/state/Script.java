package io.penstock.internal.state;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.penstock.internal.redis.RedisLink;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** A script that Redis runs in one go, sent in full only if Redis has not seen it. */
record Script(String source, String digest) {

    /** The file of that name beside this class. */
    static Script read(String file) {
        try (InputStream in = Objects.requireNonNull(Script.class.getResourceAsStream(file))) {
            byte[] bytes = in.readAllBytes();
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(bytes);
            return new Script(
                    new String(bytes, StandardCharsets.UTF_8), HexFormat.of().formatHex(digest));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-1", e);
        }
    }

    CompletionStage<List<Object>> run(RedisLink<String> link, String[] keys, String... values) {
        return link.<List<Object>>send(redis -> redis.evalsha(digest, ScriptOutputType.MULTI, keys, values))
                .exceptionallyCompose(failure -> isUnknown(failure)
                        ? link.send(redis -> redis.eval(source, ScriptOutputType.MULTI, keys, values))
                        : CompletableFuture.failedStage(failure));
    }

    private static boolean isUnknown(Throwable failure) {
        return failure instanceof RedisNoScriptException
                || (failure instanceof CompletionException && failure.getCause() instanceof RedisNoScriptException);
    }
}
