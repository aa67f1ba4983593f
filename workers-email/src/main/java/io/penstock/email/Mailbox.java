package io.penstock.email;

import com.sanctionco.jmail.Email;
import com.sanctionco.jmail.EmailValidator;
import com.sanctionco.jmail.JMail;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One mailbox (RFC 5322 §3.4). Each string of a payload is exactly one: a comma never makes two of it.
 *
 * @param name display name, null if there is none
 * @param address {@code local@domain} in ASCII; an internationalised domain is already in its {@code xn--} form
 */
record Mailbox(@Nullable String name, String address) {
    private static final int MAX_LENGTH = 500;
    private static final String EXPECTED =
            "expected one address such as jane@example.com or Jane Doe <jane@example.com>";
    private static final EmailValidator PLAIN_ADDRESS = JMail.validator()
            .disallowIpDomain()
            .disallowExplicitSourceRouting()
            .disallowObsoleteWhitespace()
            .requireAscii()
            .withRule(email -> !email.hasIdentifier())
            .withRule(email -> email.comments().isEmpty())
            .withRule(email -> email.localPart().indexOf('"') < 0)
            .withRule(Mailbox::hasPublicDomain);
    /** Letters that IDNA 2003, the JDK's version, maps to something that IDNA 2008 gives to another owner. */
    private static final String OTHER_OWNER_IN_IDNA_2008 = "ßς\u200C\u200D";

    /**
     * Reads {@code jane@example.com}, {@code Jane Doe <jane@example.com>} or {@code "Doe, Jane" <jane@example.com>}.
     *
     * @param field what to call it in the error message, e.g. {@code to[2]}
     * @throws IllegalArgumentException if it is anything else, several addresses in one string among others
     */
    static Mailbox parse(String field, String text) {
        String value = OneLine.checked(field, text, MAX_LENGTH).strip();
        int open = value.endsWith(">") ? value.lastIndexOf('<') : -1;
        if (open < 0) {
            return new Mailbox(null, address(field, value));
        }
        return new Mailbox(
                displayName(field, value.substring(0, open).strip()),
                address(field, value.substring(open + 1, value.length() - 1)));
    }

    /** Reads each string as one mailbox. */
    static List<Mailbox> parseAll(String field, List<String> texts) {
        return IntStream.range(0, texts.size())
                .mapToObj(i -> parse(texts.size() == 1 ? field : field + "[" + i + "]", texts.get(i)))
                .toList();
    }

    String domain() {
        return address.substring(address.lastIndexOf('@') + 1);
    }

    /** Equal for addresses that reach the same mailbox: domains ignore letter case, local parts may not. */
    String key() {
        return address.substring(0, address.lastIndexOf('@') + 1) + domain().toLowerCase(Locale.ROOT);
    }

    private static String address(String field, String value) {
        int at = value.lastIndexOf('@');
        if (at <= 0) {
            throw new IllegalArgumentException(field + ": " + EXPECTED + ", got " + OneLine.shown(value));
        }
        String local = value.substring(0, at);
        if (!StandardCharsets.US_ASCII.newEncoder().canEncode(local)) {
            throw new IllegalArgumentException(field + ": expected only ASCII characters before the @ (others need"
                    + " SMTPUTF8, which is not supported), got " + OneLine.shown(value));
        }
        String address = local + "@" + asciiDomain(field, value.substring(at + 1));
        if (PLAIN_ADDRESS.isInvalid(address)) {
            throw new IllegalArgumentException(field + ": " + EXPECTED + ", got " + OneLine.shown(value));
        }
        return address;
    }

    private static String asciiDomain(String field, String domain) {
        if (domain.chars().anyMatch(character -> OTHER_OWNER_IN_IDNA_2008.indexOf(character) >= 0)) {
            throw new IllegalArgumentException(
                    field + ": expected the domain in its xn-- form, since it has a letter that older and newer"
                            + " standards read differently, got " + OneLine.shown(domain));
        }
        try {
            return StandardCharsets.US_ASCII.newEncoder().canEncode(domain)
                    ? domain
                    : IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    field + ": expected a valid domain after the @, got " + OneLine.shown(domain), e);
        }
    }

    private static @Nullable String displayName(String field, String name) {
        if (name.isEmpty()) {
            return null;
        }
        if (name.matches("\"(?:[^\"\\\\]|\\\\.)*\"")) {
            return name.substring(1, name.length() - 1).replaceAll("\\\\(.)", "$1");
        }
        if (name.matches(".*[()<>\\[\\]:;@\\\\,\"].*")) {
            throw new IllegalArgumentException(field + ": " + EXPECTED
                    + "; a name with punctuation needs double quotes around it, got " + OneLine.shown(name));
        }
        return name;
    }

    /** {@code jane@gmail} is a typing mistake; {@code root@localhost} is a mailbox. */
    private static boolean hasPublicDomain(Email email) {
        return email.domainParts().size() > 1 || "localhost".equalsIgnoreCase(email.domain());
    }
}
