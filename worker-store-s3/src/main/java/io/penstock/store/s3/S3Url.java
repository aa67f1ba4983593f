package io.penstock.store.s3;

import io.penstock.spi.storage.ObjectStoreException;
import io.penstock.spi.storage.ObjectStoreException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A bucket and a key, from {@code s3://bucket/key}. As with the AWS tools, the key is written as it is.
 *
 * @param bucket its name
 * @param key within it, at most 1,024 bytes of UTF-8
 */
record S3Url(String bucket, String key) {
    private static final int LONGEST_KEY = 1_024;
    private static final Pattern URL = Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])/(.+)", Pattern.DOTALL);
    private static final Pattern DOTS = Pattern.compile("(?:^|/)\\.{0,2}(?:/|$)");
    /** Those that an HTTP client, a proxy or a server may understand as something else than a part of the name. */
    private static final Pattern FORBIDDEN = Pattern.compile("[?#%\\\\\\p{Cntrl}]");

    static S3Url parse(String url) throws ObjectStoreException {
        Matcher matcher = URL.matcher(url);
        if (!matcher.matches()) {
            throw new ObjectStoreException(
                    Reason.INVALID_URL,
                    url,
                    "expected s3://bucket/key with a bucket name of lower case, digits, - and .");
        }
        String key = matcher.group(2);
        String expected = expectedOf(key);
        if (expected != null) {
            throw new ObjectStoreException(Reason.INVALID_URL, url, "expected a key " + expected);
        }
        return new S3Url(matcher.group(1), key);
    }

    private static @Nullable String expectedOf(String key) {
        if (DOTS.matcher(key).find()) {
            return "without empty, \".\" and \"..\" segments";
        }
        if (FORBIDDEN.matcher(key).find()) {
            return "as it is, not percent-encoded, without ?, #, %, backslash and control characters";
        }
        return key.getBytes(StandardCharsets.UTF_8).length > LONGEST_KEY
                ? "of at most " + LONGEST_KEY + " bytes"
                : null;
    }
}
