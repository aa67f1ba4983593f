package io.penstock.console.redact;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is hidden. Rules apply to whatever a tenant sends: names count in any case and with any separators, at any depth,
 * and what has the form of a card number, an account number or a credential is hidden wherever it stands. Immutable.
 *
 * <p>A rule is a name ({@code password}), which hides every field and header whose name contains it, or a path
 * ({@code $.customer.card}, {@code $.items[*].code}), which hides that field and what is below it.
 */
public final class Redaction {
    /** What stands in the place of what is hidden. */
    public static final String HIDDEN = "[redacted]";

    /** Names that are hidden unless somebody says otherwise. */
    public static final List<String> USUAL = List.of(
            "password",
            "passwd",
            "pwd",
            "passphrase",
            "token",
            "secret",
            "authorization",
            "cookie",
            "api_key",
            "private_key",
            "access_key",
            "credential",
            "card_number",
            "cvv",
            "cvc",
            "iban");

    private final Set<String> names;
    private final List<FieldPath> paths;

    private Redaction(Set<String> names, List<FieldPath> paths) {
        this.names = names;
        this.paths = paths;
    }

    /** The usual rules. */
    public static Redaction usual() {
        return of(USUAL);
    }

    /**
     * These rules; forms are always hidden.
     *
     * @throws IllegalArgumentException if one is neither a name nor a path; the message repeats it
     */
    public static Redaction of(Collection<String> rules) {
        Set<String> names = rules.stream()
                .filter(rule -> !FieldPath.isPath(rule))
                .map(Redaction::name)
                .collect(Collectors.toUnmodifiableSet());
        List<FieldPath> paths =
                rules.stream().filter(FieldPath::isPath).map(FieldPath::parse).toList();
        return new Redaction(names, paths);
    }

    private static String name(String rule) {
        String folded = folded(rule);
        if (folded.isEmpty()) {
            throw new IllegalArgumentException(
                    "expected a name such as password, or a path such as $.customer.card," + " got \"" + rule + "\"");
        }
        return folded;
    }

    /** The usual rules and these. */
    public static Redaction usualAnd(Collection<String> rules) {
        return of(Stream.concat(USUAL.stream(), rules.stream()).toList());
    }

    /** {@code API-Key}, {@code apiKey} and {@code api_key} are the same name. */
    private static String folded(String name) {
        StringBuilder folded = new StringBuilder(name.length());
        name.toLowerCase(Locale.ROOT)
                .codePoints()
                .filter(Character::isLetterOrDigit)
                .forEach(folded::appendCodePoint);
        return folded.toString();
    }

    /** Whether the values of fields and headers of this name are hidden. */
    public boolean hides(String name) {
        String folded = folded(name);
        return names.stream().anyMatch(folded::contains);
    }

    /** Whether the value at this path is hidden by a path rule. */
    boolean hides(List<String> path) {
        return paths.stream().anyMatch(rule -> rule.matches(path));
    }

    /** A text in which what has the form of a secret is hidden. */
    public String text(String text) {
        return SecretForms.hide(text, this);
    }
}
