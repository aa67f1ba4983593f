package io.penstock.console.letter;

/** Texts as columns can hold them. What was cut or replaced is still whole in the message itself. */
public final class Texts {
    private static final int LONGEST = 255;
    private static final char NOT_STORABLE = '\0';
    private static final char REPLACEMENT = '\uFFFD';

    private Texts() {}

    /** At most 255 characters; {@code …} stands for the rest. */
    public static String cut(String text) {
        return cut(text, LONGEST);
    }

    /** At most so many characters; {@code …} stands for the rest. */
    public static String cut(String text, int longest) {
        String storable = storable(text);
        if (storable.length() <= longest) {
            return storable;
        }
        int end = longest - 1;
        return storable.substring(0, Character.isHighSurrogate(storable.charAt(end - 1)) ? end - 1 : end) + '…';
    }

    /** PostgreSQL has no NUL in texts, and no half of a character. */
    public static String storable(String text) {
        StringBuilder storable = null;
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            if (each == NOT_STORABLE || isAlone(text, i)) {
                storable = storable == null ? new StringBuilder(text) : storable;
                storable.setCharAt(i, REPLACEMENT);
            }
        }
        return storable == null ? text : storable.toString();
    }

    private static boolean isAlone(String text, int i) {
        char each = text.charAt(i);
        if (Character.isHighSurrogate(each)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(each) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }
}
