package io.penstock.console.letter;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What dead letters of the same cause have in common: queue, job type, error class and the uppermost frames of the stack
 * or, of a payload that does not fit, the field, without what differs from process to process or from build to build.
 *
 * @param word   32 hexadecimal digits
 * @param frames the normalised frames, the innermost call first
 */
public record Fingerprint(String word, List<String> frames) {
    private static final int FRAMES = 6;
    private static final int LONGEST_FRAME = 500;
    private static final int DIGITS = 32;

    /** Calls that come and go with how often a method was called, which JDK it is, or how it was wrapped. */
    private static final Pattern PLUMBING = Pattern.compile(
            "(java\\.lang\\.reflect|jdk\\.internal|sun\\.reflect|java\\.lang\\.invoke)\\..*|.*\\$\\$FastClass.*");

    /** {@code at loader/module@version/class.method(file:line)}. */
    private static final Pattern LOCATION = Pattern.compile("\\([^()]*\\)(?: ~?\\[[^\\]]*\\])?$");

    private static final Pattern MODULE = Pattern.compile("^(?:[^/\\s]*/){1,2}");
    private static final Pattern HIDDEN_CLASS = Pattern.compile("\\$\\$Lambda[^.]*|/0x[0-9a-f]+");
    private static final Pattern LAMBDA_METHOD = Pattern.compile("lambda\\$([^$(]*)\\$\\d+");
    private static final Pattern PROXY =
            Pattern.compile("(?:com\\.sun\\.proxy|jdk\\.proxy\\d+)\\.\\$Proxy\\d+|\\$Proxy\\d+");
    private static final Pattern GENERATED = Pattern.compile(
            "\\$\\$(?:EnhancerBy\\w*|SpringCGLIB|FastClassBy\\w*|_Weld\\w*|KeyFactoryBy\\w*)(?:\\$\\$[\\w$]*)?"
                    + "|\\$(?:ByteBuddy|MockitoMock|HibernateProxy|auxiliary)\\$\\w*|_\\$\\$_\\w+|\\$\\$[0-9a-f]{6,}");
    private static final Pattern ACCESSOR = Pattern.compile("(Generated\\w*Accessor)\\d+");

    /** Copies its arguments. */
    public Fingerprint {
        frames = List.copyOf(frames);
    }

    /**
     * Makes the fingerprint of a death.
     *
     * @param queue the queue that the job died in
     * @param type  the job's type, empty if it has none
     * @param error the error's class, or why the broker dead-lettered the job
     * @param stack a Java stack trace, whole or cut; null or another language's counts as none
     * @param message what the error says; where there is no stack, it tells one misfit of a payload from another
     */
    public static Fingerprint of(
            String queue, String type, String error, @Nullable String stack, @Nullable String message) {
        List<String> frames = stack == null ? List.of() : frames(stack);
        String cause = frames.isEmpty() ? Misfit.of(message) : String.join("\n", frames);
        String text = queue + '\n' + type + '\n' + generic(error) + '\n' + cause;
        return new Fingerprint(digest(text), frames);
    }

    /** Those of the outermost exception: its cause may have been cut off, and then would not be the same each time. */
    private static List<String> frames(String stack) {
        return stack.lines()
                .takeWhile(line -> !line.startsWith("Caused by:"))
                .map(String::strip)
                .filter(line -> line.startsWith("at "))
                .map(line -> normalised(line.substring("at ".length())))
                .filter(frame -> !frame.isEmpty() && !PLUMBING.matcher(frame).matches())
                .limit(FRAMES)
                .toList();
    }

    private static String normalised(String frame) {
        if (!LOCATION.matcher(frame).find()) {
            return ""; // the end of a stack that was cut
        }
        String call = generic(LOCATION.matcher(frame).replaceFirst(""));
        String bare = MODULE.matcher(call).replaceFirst("");
        return bare.length() > LONGEST_FRAME ? bare.substring(0, LONGEST_FRAME) : bare;
    }

    private static String generic(String name) {
        String text = HIDDEN_CLASS.matcher(name).replaceAll("");
        text = LAMBDA_METHOD.matcher(text).replaceAll("lambda\\$$1");
        text = PROXY.matcher(text).replaceAll("\\$Proxy");
        text = GENERATED.matcher(text).replaceAll("");
        return ACCESSOR.matcher(text).replaceAll("$1");
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
