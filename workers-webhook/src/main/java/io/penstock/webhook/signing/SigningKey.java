package io.penstock.webhook.signing;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a delivery is signed with. Shows nothing of itself. Immutable.
 *
 * @see <a href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">Standard Webhooks</a>
 */
public sealed interface SigningKey {

    /** Signature of {@code content} with its version in front, e.g. {@code v1,g0hM9…}. */
    String sign(byte[] content);

    /**
     * Reads a secret.
     *
     * @param text {@code whsec_} and Base64 of 24 to 64 bytes, for HMAC-SHA256; or {@code whsk_} and Base64 of the 32 bytes of an
     *     Ed25519 private key, or of the 64 bytes of private and public key
     * @throws IllegalArgumentException if it is neither; the message does not repeat it
     */
    static SigningKey parse(String text) {
        if (text.startsWith(Shared.PREFIX)) {
            return Shared.of(decoded(text, Shared.PREFIX));
        }
        if (text.startsWith(Private.PREFIX)) {
            return Private.of(decoded(text, Private.PREFIX));
        }
        throw new IllegalArgumentException("secret: expected whsec_ or whsk_ and Base64, got something else");
    }

    private static byte[] decoded(String text, String prefix) {
        try {
            return Base64.getDecoder().decode(text.substring(prefix.length()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("secret: expected Base64 behind " + prefix + ", got something else");
        }
    }

    /** A secret that the receiver has too. */
    final class Shared implements SigningKey {
        private static final String PREFIX = "whsec_";
        private static final String ALGORITHM = "HmacSHA256";
        /** Looking for a provider takes longer than signing. */
        private static final Mac PROTOTYPE = mac();

        private static final int SHORTEST = 24;
        private static final int LONGEST = 64;
        private final SecretKeySpec key;

        private Shared(SecretKeySpec key) {
            this.key = key;
        }

        private static Shared of(byte[] bytes) {
            if (bytes.length < SHORTEST || bytes.length > LONGEST) {
                throw new IllegalArgumentException(
                        "secret: expected 24 to 64 bytes behind whsec_, got " + bytes.length);
            }
            return new Shared(new SecretKeySpec(bytes, ALGORITHM));
        }

        @Override
        public String sign(byte[] content) {
            try {
                Mac mac = fresh();
                mac.init(key);
                return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(content));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java platform has HmacSHA256", e);
            }
        }

        /** Not every provider's can be copied, such as those of hardware. */
        private static Mac fresh() throws GeneralSecurityException {
            try {
                return (Mac) PROTOTYPE.clone();
            } catch (CloneNotSupportedException e) {
                return Mac.getInstance(ALGORITHM);
            }
        }

        private static Mac mac() {
            try {
                Mac mac = Mac.getInstance(ALGORITHM);
                mac.init(new SecretKeySpec(new byte[SHORTEST], ALGORITHM));
                return mac;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java platform has HmacSHA256", e);
            }
        }

        @Override
        public String toString() {
            return "whsec_***";
        }
    }

    /** A private key of ours, whose public key the receiver has. */
    final class Private implements SigningKey {
        private static final String PREFIX = "whsk_";
        private static final String ALGORITHM = "Ed25519";
        private static final int SEED = 32;
        private final PrivateKey key;

        private Private(PrivateKey key) {
            this.key = key;
        }

        private static Private of(byte[] bytes) {
            if (bytes.length != SEED && bytes.length != 2 * SEED) {
                throw new IllegalArgumentException("secret: expected 32 or 64 bytes behind whsk_, got " + bytes.length);
            }
            try {
                return new Private(KeyFactory.getInstance(ALGORITHM)
                        .generatePrivate(
                                new EdECPrivateKeySpec(NamedParameterSpec.ED25519, Arrays.copyOf(bytes, SEED))));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java platform since 15 has Ed25519", e);
            }
        }

        @Override
        public String sign(byte[] content) {
            try {
                Signature signature = Signature.getInstance(ALGORITHM);
                signature.initSign(key);
                signature.update(content);
                return "v1a," + Base64.getEncoder().encodeToString(signature.sign());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("a key that was read cannot sign", e);
            }
        }

        @Override
        public String toString() {
            return "whsk_***";
        }
    }
}
