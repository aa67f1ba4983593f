package io.penstock.pdf;

import io.penstock.spi.storage.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The images, fonts and style sheets of one document: of its template, of the object store, or in a {@code data:} URL. All
 * else is refused.
 */
final class Resources implements AutoCloseable {
    private static final int LONGEST_SHOWN = 200;

    private final Template template;
    private final ObjectStore objects;
    private final Stopwatch stopwatch;
    private final Memory memory;
    private final Map<String, byte[]> loaded = new HashMap<>();
    private int count;
    private long bytes;
    private Memory.@Nullable Held large;

    Resources(Template template, ObjectStore objects, Stopwatch stopwatch, Memory memory) {
        this.template = template;
        this.objects = objects;
        this.stopwatch = stopwatch;
        this.memory = memory;
    }

    Memory memory() {
        return memory;
    }

    /** @throws RefusedException naming the URL, if it is none that a document may use */
    byte[] load(String url) {
        stopwatch.check();
        if (++count > Limits.RESOURCES * 5 || loaded.size() > Limits.RESOURCES) {
            throw new RefusedException(
                    "html: expected at most " + Limits.RESOURCES + " images, fonts and style sheets");
        }
        return loaded.computeIfAbsent(url, this::counted);
    }

    private byte[] counted(String url) {
        byte[] content = read(url);
        bytes += content.length;
        if (bytes > Memory.SMALL && large == null) {
            large = memory.largeDocument();
        }
        if (bytes > Limits.ALL_RESOURCES) {
            throw new RefusedException("html: expected images, fonts and style sheets of at most "
                    + Limits.ALL_RESOURCES + " bytes together, the last of them " + shown(url));
        }
        return content;
    }

    /** What an error message may repeat of a URL. */
    static String shown(String url) {
        String visible = url.replaceAll("[^\\x20-\\x7e]", "?").replaceFirst("[?#].*", "");
        return visible.length() <= LONGEST_SHOWN ? visible : visible.substring(0, LONGEST_SHOWN) + "…";
    }

    private byte[] read(String url) {
        String lower = url.toLowerCase(Locale.ROOT);
        try {
            if (lower.startsWith("data:")) {
                return data(url);
            }
            if (lower.startsWith("s3:") || lower.startsWith("file:///")) {
                return stored(url);
            }
            if (!url.contains(":") && !url.startsWith("/")) {
                return template.resource(url);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw refused(url);
    }

    static RefusedException refused(String url) {
        return new RefusedException(
                "a document may only use its template's folder, the object store and data: URLs, not " + shown(url));
    }

    private byte[] stored(String url) throws IOException {
        try (InputStream stream = objects.open(url, Limits.RESOURCE)) {
            return stream.readAllBytes();
        }
    }

    /** RFC 2397. */
    private static byte[] data(String url) {
        int comma = url.indexOf(',');
        if (comma < 0) {
            throw new RefusedException("expected a data: URL with a comma, got " + shown(url));
        }
        String content = url.substring(comma + 1);
        try {
            return url.substring(0, comma).endsWith(";base64")
                    ? Base64.getMimeDecoder()
                            .decode(URLDecoder.decode(content.replace("+", "%2B"), StandardCharsets.UTF_8))
                    : URLDecoder.decode(content.replace("+", "%2B"), StandardCharsets.UTF_8)
                            .getBytes(StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new RefusedException("expected base64 or percent-encoded data in " + shown(url), e);
        }
    }

    /** Frees their memory for other documents. */
    @Override
    public void close() {
        loaded.clear();
        if (large != null) {
            large.close();
        }
    }

    InputStream stream(String url) {
        return new ByteArrayInputStream(load(url));
    }
}
