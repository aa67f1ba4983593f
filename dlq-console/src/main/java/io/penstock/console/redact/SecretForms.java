package io.penstock.console.redact;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is recognized as a secret by its form alone: card numbers (ISO/IEC 7812, with their check digit), IBANs (ISO 13616,
 * with their check digits), bearer and basic credentials, JSON Web Tokens, passwords in URLs, keys of known prefixes, and
 * {@code name=value} where the name is one that hides its value.
 */
final class SecretForms {
    /** 13 to 19 digits, in groups if somebody wrote them so. */
    private static final Pattern CARD = Pattern.compile("(?<![\\p{Alnum}.])\\d(?:[ -]?\\d){12,18}(?![\\p{Alnum}])");

    private static final Pattern IBAN =
            Pattern.compile("(?<!\\p{Alnum})[A-Za-z]{2}\\d{2}(?: ?[A-Za-z0-9]){11,30}(?!\\p{Alnum})");
    private static final Pattern CREDENTIALS = Pattern.compile(
            "\\b(?:((?i:bearer))\\s+|((?i:basic|digest))\\s+" + "(?=\\S*[A-Z0-9=]))(?!realm=)[A-Za-z0-9._~+/=-]{6,}");
    private static final Pattern WEB_TOKEN = Pattern.compile("eyJ[\\w-]{8,}\\.[\\w-]{8,}(?:\\.[\\w-]*)?");
    private static final Pattern URL_PASSWORD = Pattern.compile("(://[^\\s/:@]*:)[^\\s/@]+@");
    private static final Pattern KEY =
            Pattern.compile("\\b(?:wh(?:sec|sk)_|sk_live_|sk_test_|ghp_|xox[abp]-|AKIA)[\\w+/=-]{8,}");
    private static final Pattern NAMED = Pattern.compile(
            "(?<![\\p{L}\\p{N}_.-])([\\p{L}_][\\p{L}\\p{N}_.-]{1,100})(\"?'?\\s{0,3}[=:]\\s{0,3})(\"[^\"]*\"?|'[^']*'?|[^\\s,;&\"'})\\]]+)");
    private static final BigInteger MODULUS = BigInteger.valueOf(97);
    private static final int LONGEST_IBAN = 34;
    /** The group of a named value that is the value. */
    private static final int VALUE = 3;

    private SecretForms() {}

    static String hide(String text, Redaction rules) {
        String hidden = CREDENTIALS.matcher(text).replaceAll(SecretForms::credentials);
        if (hidden.indexOf('=') >= 0 || hidden.indexOf(':') >= 0) {
            hidden = named(hidden, rules);
            hidden = URL_PASSWORD.matcher(hidden).replaceAll("$1" + Matcher.quoteReplacement(Redaction.HIDDEN) + "@");
        }
        hidden = WEB_TOKEN.matcher(hidden).replaceAll(Matcher.quoteReplacement(Redaction.HIDDEN));
        hidden = KEY.matcher(hidden).replaceAll(Matcher.quoteReplacement(Redaction.HIDDEN));
        hidden = CARD.matcher(hidden).replaceAll(found -> isCard(found.group()) ? Redaction.HIDDEN : same(found));
        return IBAN.matcher(hidden).replaceAll(SecretForms::account);
    }

    private static String credentials(MatchResult found) {
        String scheme = found.group(1) == null ? found.group(2) : found.group(1);
        return Matcher.quoteReplacement(scheme + " " + Redaction.HIDDEN);
    }

    /** What follows a name that hides nothing may itself be a name with its value, as in {@code failed: password=x}. */
    private static String named(String text, Redaction rules) {
        StringBuilder hidden = new StringBuilder(text.length());
        Matcher matcher = NAMED.matcher(text);
        int copied = 0;
        int from = 0;
        while (from < text.length() && matcher.find(from)) {
            boolean hides = rules.hides(matcher.group(1));
            if (hides) {
                hidden.append(text, copied, matcher.start(VALUE)).append(Redaction.HIDDEN);
                copied = matcher.end();
            }
            from = hides ? matcher.end() : matcher.start(VALUE);
        }
        return hidden.append(text, copied, text.length()).toString();
    }

    private static String same(MatchResult found) {
        return Matcher.quoteReplacement(found.group());
    }

    /** The sum of ISO/IEC 7812-1, annex B (Luhn), and a first digit that issuers use. */
    static boolean isCard(String text) {
        int sum = 0;
        boolean twice = false;
        char first = text.charAt(0);
        for (int i = text.length() - 1; i >= 0; i--) {
            if (Character.isDigit(text.charAt(i))) {
                int digit = Character.digit(text.charAt(i), 10) * (twice ? 2 : 1);
                sum += digit > 9 ? digit - 9 : digit;
                twice = !twice;
            }
        }
        return first >= '2' && first <= '6' && sum % 10 == 0;
    }

    /** Words that follow an account number may look like a part of it: the longest beginning that is right is hidden. */
    private static String account(MatchResult found) {
        String text = found.group();
        for (int end = text.length(); end > 0; end = text.lastIndexOf(' ', end - 1)) {
            if (isIban(text.substring(0, end))) {
                return Matcher.quoteReplacement(Redaction.HIDDEN + text.substring(end));
            }
        }
        return same(found);
    }

    /** Check digits by ISO/IEC 7064, modulo 97. */
    static boolean isIban(String text) {
        String bare = text.replace(" ", "").toUpperCase(Locale.ROOT);
        if (bare.length() < 15 || bare.length() > LONGEST_IBAN) {
            return false;
        }
        StringBuilder digits = new StringBuilder();
        for (char each : (bare.substring(4) + bare.substring(0, 4)).toCharArray()) {
            digits.append(Character.digit(each, 36));
        }
        return new BigInteger(digits.toString()).mod(MODULUS).equals(BigInteger.ONE);
    }
}
