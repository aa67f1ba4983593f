package io.penstock.email;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where and how mail is submitted, read from {@code smtp://host:port?starttls=required} or
 * {@code smtps://user:password@host:port}. Its text form shows no credentials.
 *
 * @param encrypted TLS from the first byte ({@code smtps})
 * @param host name or literal address, IPv6 without brackets
 * @param port 1 to 65535
 * @param startTls whether the connection switches to TLS after it was opened; {@link StartTls#OFF} if encrypted anyway
 * @param credentials null to submit without logging in
 */
record SmtpUrl(
        boolean encrypted,
        String host,
        int port,
        StartTls startTls,
        @Nullable Credentials credentials) {
    private static final int SMTP_PORT = 25;
    private static final int SMTPS_PORT = 465;
    private static final Pattern LOOPBACK =
            Pattern.compile("(.+\\.)?localhost\\.?|127(\\.\\d{1,3}){3}|::1|0:0:0:0:0:0:0:1");
    private static final String EXPECTED = "expected smtp://host:port or smtps://user:password@host:port, with special"
            + " characters in user and password percent-encoded, and ?starttls=required, optional or off";

    /** RFC 3207. */
    enum StartTls {
        /** No mail goes out unencrypted. */
        REQUIRED,
        /** Encrypted if the server offers it, which an attacker on the way can prevent. */
        OPTIONAL,
        /** Never. */
        OFF
    }

    /** User and password, neither of which is ever shown. */
    record Credentials(String user, String password) {
        @Override
        public String toString() {
            return "***";
        }
    }

    SmtpUrl {
        if (credentials != null && !encrypted && startTls != StartTls.REQUIRED && !isLoopback(host)) {
            throw new IllegalArgumentException("expected smtps or starttls=required, since user and password must not"
                    + " cross the network unencrypted");
        }
    }

    /** @throws IllegalArgumentException with "expected …", which repeats nothing of the text since that has a password */
    static SmtpUrl parse(String text) {
        URI uri = uri(text.strip());
        boolean encrypted = "smtps".equalsIgnoreCase(uri.getScheme());
        String host = uri.getHost().replaceAll("[\\[\\]]", "").toLowerCase(Locale.ROOT);
        int port = uri.getPort() >= 0 ? uri.getPort() : encrypted ? SMTPS_PORT : SMTP_PORT;
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("expected a port from 1 to 65535");
        }
        return new SmtpUrl(
                encrypted, host, port, startTls(uri.getRawQuery(), encrypted, host), credentials(uri.getRawUserInfo()));
    }

    /** Host and port, for messages. */
    String place() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }

    @Override
    public String toString() {
        return (encrypted ? "smtps://" : "smtp://")
                + (credentials == null ? "" : credentials + "@")
                + place()
                + (encrypted ? "" : "?starttls=" + startTls.name().toLowerCase(Locale.ROOT));
    }

    private static URI uri(String text) {
        try {
            URI uri = new URI(text);
            boolean known = "smtp".equalsIgnoreCase(uri.getScheme()) || "smtps".equalsIgnoreCase(uri.getScheme());
            String path = uri.getRawPath();
            boolean bare = (path == null || path.isEmpty() || "/".equals(path)) && uri.getRawFragment() == null;
            if (known && bare && uri.getHost() != null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // reported below: the exception would repeat the text and with it the password
        }
        throw new IllegalArgumentException(EXPECTED);
    }

    private static StartTls startTls(@Nullable String query, boolean encrypted, String host) {
        if (encrypted) {
            if (query != null) {
                throw new IllegalArgumentException("expected smtps without ?, since it is encrypted from the start");
            }
            return StartTls.OFF;
        }
        return switch (query) {
            case null -> isLoopback(host) ? StartTls.OPTIONAL : StartTls.REQUIRED;
            case "starttls=required" -> StartTls.REQUIRED;
            case "starttls=optional" -> StartTls.OPTIONAL;
            case "starttls=off" -> StartTls.OFF;
            default -> throw new IllegalArgumentException(EXPECTED);
        };
    }

    private static @Nullable Credentials credentials(@Nullable String userInfo) {
        if (userInfo == null) {
            return null;
        }
        int colon = userInfo.indexOf(':');
        if (colon <= 0 || colon == userInfo.length() - 1) {
            throw new IllegalArgumentException(EXPECTED);
        }
        return new Credentials(decoded(userInfo.substring(0, colon)), decoded(userInfo.substring(colon + 1)));
    }

    /** A plus sign stands for itself here, unlike in a form. */
    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** By name or literal only: what a name resolves to may change. */
    private static boolean isLoopback(String host) {
        return LOOPBACK.matcher(host).matches();
    }
}
