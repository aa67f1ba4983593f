package io.penstock.console.redact;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path into a JSON document, in the part of RFC 9535 that names one place or one place per element: {@code $.a.b},
 * {@code $['a b'].c}, {@code $.items[*].code}, {@code $.items[0]}, {@code $.*.code}.
 *
 * @param steps names, indexes, or {@code *} for any
 */
record FieldPath(List<String> steps) {
    private static final Pattern STEP =
            Pattern.compile("\\.([\\p{L}_][\\p{L}\\p{N}_-]*|\\*)|\\[(\\d{1,9}|\\*)\\]|\\['([^'\\\\]*)'\\]");
    private static final String ANY = "*";

    static boolean isPath(String rule) {
        return rule.startsWith("$");
    }

    static FieldPath parse(String rule) {
        List<String> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(rule);
        int at = 1;
        while (at < rule.length() && matcher.find(at) && matcher.start() == at) {
            steps.add(step(matcher));
            at = matcher.end();
        }
        if (at < rule.length() || steps.isEmpty()) {
            throw new IllegalArgumentException(
                    "expected a path such as $.customer.card or $.items[*].code, got \"" + rule + "\"");
        }
        return new FieldPath(List.copyOf(steps));
    }

    private static String step(Matcher matcher) {
        for (int group = 1; group <= matcher.groupCount(); group++) {
            if (matcher.group(group) != null) {
                return matcher.group(group);
            }
        }
        return "";
    }

    boolean matches(List<String> path) {
        if (path.size() != steps.size()) {
            return false;
        }
        for (int i = 0; i < steps.size(); i++) {
            if (!steps.get(i).equals(ANY) && !steps.get(i).equalsIgnoreCase(path.get(i))) {
                return false;
            }
        }
        return true;
    }
}
