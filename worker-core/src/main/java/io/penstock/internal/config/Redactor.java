package io.penstock.internal.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** Masks the configured secrets, and the password in any URL, in text that leaves the process. Thread-safe. */
public final class Redactor {
    /** Shorter values are not searched for: they would mask innocent text. */
    private static final int SHORTEST = 5;

    private static final Pattern URL_PASSWORD = Pattern.compile("(://[^\\s/:@]*:)[^\\s/@]+@");
    private static final Pattern WEBHOOK_SECRET = Pattern.compile("wh(sec|sk)_[A-Za-z0-9+/=]{8,}");

    private final List<String> secrets;

    public Redactor(Collection<String> secrets) {
        this.secrets = secrets.stream()
                .filter(secret -> secret.length() >= SHORTEST)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** The same text with every secret replaced by {@code ***}. */
    public String mask(String text) {
        String masked = text;
        for (String secret : secrets) {
            if (masked.contains(secret)) {
                masked = masked.replace(secret, "***");
            }
        }
        if (masked.contains("://")) {
            masked = URL_PASSWORD.matcher(masked).replaceAll("$1***@");
        }
        return masked.contains("wh") ? WEBHOOK_SECRET.matcher(masked).replaceAll("wh$1_***") : masked;
    }
}
