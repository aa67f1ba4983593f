package io.penstock.console.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Passwords as argon2id (RFC 9106) with the least effort that OWASP's Password Storage Cheat Sheet recommends: 19 MiB, two
 * passes, one lane. Stored in the PHC string format, so that the effort can be raised later. Thread-safe.
 */
public final class Passwords {
    /** Shorter passwords are refused. */
    public static final int SHORTEST = 12;

    /** Longer passwords are refused. */
    public static final int LONGEST = 256;

    private static final int MEMORY_KIB = 19_456;
    private static final int PASSES = 2;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final Pattern PHC = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,2}),p=(\\d{1,2})\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");
    private static final Base64.Encoder ENCODER = Base64.getEncoder().withoutPadding();

    /** Each hash needs its 19 MiB: many logins at once must not need all memory. */
    private final Semaphore places = new Semaphore(4);

    /** Takes as long to compare with as a real one, and nobody knows its password. */
    private final String nobodys = hash(Secrets.create());

    /** What is stored of a password. */
    public String hash(String password) {
        byte[] salt = Secrets.salt(SALT_BYTES);
        byte[] hash = argon2(password, new Effort(MEMORY_KIB, PASSES, 1), salt, HASH_BYTES);
        return "$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + PASSES + ",p=1$" + ENCODER.encodeToString(salt) + "$"
                + ENCODER.encodeToString(hash);
    }

    /** True if {@code stored} was made of this password. */
    public boolean matches(String password, String stored) {
        Matcher phc = PHC.matcher(stored);
        if (!phc.matches()) {
            return false;
        }
        Effort effort = new Effort(
                Integer.parseInt(phc.group(1)), Integer.parseInt(phc.group(2)), Integer.parseInt(phc.group(3)));
        byte[] expected = Base64.getDecoder().decode(phc.group(5));
        byte[] salt = Base64.getDecoder().decode(phc.group(4));
        return MessageDigest.isEqual(expected, argon2(password, effort, salt, expected.length));
    }

    /** Takes the time that a comparison takes, so that an unknown name does not show. */
    void matchNobody(String password) {
        var unused = matches(password, nobodys);
    }

    private record Effort(int memoryKib, int passes, int lanes) {}

    private byte[] argon2(String password, Effort effort, byte[] salt, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(effort.memoryKib())
                .withIterations(effort.passes())
                .withParallelism(effort.lanes())
                .withSalt(salt)
                .build());
        byte[] hash = new byte[length];
        places.acquireUninterruptibly();
        try {
            generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
        } finally {
            places.release();
        }
        return hash;
    }
}
