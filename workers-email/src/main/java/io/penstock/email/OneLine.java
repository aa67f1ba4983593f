package io.penstock.email;

/**
 * Text that goes into one line of a mail header or SMTP command. A line break in it would let a payload add headers,
 * recipients or commands of its own (CWE-93), so it is refused wherever it comes from.
 */
final class OneLine {
    private static final int SHOWN = 160;

    private OneLine() {}

    /**
     * Returns {@code text} unchanged.
     *
     * @throws IllegalArgumentException if it contains a control character or is longer than {@code maxLength} characters
     */
    static String checked(String field, String text, int maxLength) {
        if (text.chars().anyMatch(OneLine::breaksTheLine)) {
            throw new IllegalArgumentException(
                    field + ": expected one line without control characters, got a line break or control character");
        }
        if (text.length() > maxLength) {
            throw new IllegalArgumentException(
                    field + ": expected at most " + maxLength + " characters, got " + text.length());
        }
        return text;
    }

    /** Whatever came from outside, fit for an error message: on one line, cut to a readable length. */
    static String shown(String text) {
        String line = text.strip().replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ");
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
    }

    private static boolean breaksTheLine(int character) {
        return Character.isISOControl(character) || character == '\u2028' || character == '\u2029';
    }
}
