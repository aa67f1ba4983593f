package io.penstock.console.http;

import io.javalin.http.Context;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One HTTP request as it came in: from where, to which address, with which cookies. For one thread. */
final class Visit {
    /** The name of the session's cookie. */
    static final String SESSION_COOKIE = "penstock_session";

    private static final Pattern PREFIX = Pattern.compile("(/[A-Za-z0-9._~-]{1,100}){0,8}");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:_\\[\\]-]{1,255}");
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Context context;
    private final Forwarding forwarding;
    private final String requestId = UUID.randomUUID().toString();

    Visit(Context context, Forwarding forwarding) {
        this.context = context;
        this.forwarding = forwarding;
    }

    Context context() {
        return context;
    }

    String requestId() {
        return requestId;
    }

    /** Where the call came from: the peer, or whom a trusted proxy says its own peer is. */
    String address() {
        String forwarded = forwarded("X-Forwarded-For");
        if (forwarded == null) {
            return context.ip();
        }
        String last = forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
        return last.length() <= 64 && !last.isEmpty() ? last : context.ip();
    }

    private @Nullable String forwarded(String header) {
        return forwarding.trustProxy() ? context.header(header) : null;
    }

    boolean isHttps() {
        URI publicUrl = forwarding.publicUrl();
        if (publicUrl != null) {
            return "https".equals(publicUrl.getScheme());
        }
        String proto = forwarded("X-Forwarded-Proto");
        return "https".equalsIgnoreCase(proto == null ? context.scheme() : proto.strip());
    }

    /** Host and port as the browser knows them. */
    String host() {
        URI publicUrl = forwarding.publicUrl();
        if (publicUrl != null) {
            return publicUrl.getAuthority();
        }
        String forwarded = forwarded("X-Forwarded-Host");
        String host = forwarded == null ? context.host() : forwarded.strip();
        return host != null && HOST.matcher(host).matches() ? host.toLowerCase(Locale.ROOT) : "";
    }

    /** True if nothing but this machine hears what is sent in the clear. */
    boolean isLoopback() {
        return LOOPBACK.contains(host().replaceFirst(":[0-9]+$", ""));
    }

    /** What all paths begin with in the browser: what a proxy took away, and our own base path. */
    String base() {
        String prefix = forwarded("X-Forwarded-Prefix");
        if (prefix == null) {
            return forwarding.basePath();
        }
        String stripped = prefix.strip().replaceFirst("/$", "");
        return (PREFIX.matcher(stripped).matches() ? stripped : "") + forwarding.basePath();
    }

    /** The origin as the browser knows it. */
    String origin() {
        return (isHttps() ? "https://" : "http://") + host();
    }

    @Nullable
    String cookie(String name) {
        return context.cookie(name);
    }

    /** Sets a cookie that scripts cannot read and that other sites' calls do not bear; {@code seconds} 0 takes it away. */
    void setCookie(String name, String value, long seconds) {
        context.res()
                .addHeader(
                        "Set-Cookie",
                        name + "=" + value + "; Path=" + base() + "/; Max-Age=" + seconds + "; HttpOnly; SameSite=Lax"
                                + (isHttps() || !isLoopback() ? "; Secure" : ""));
    }
}
