package io.penstock.pdf;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Joins Arabic letters: replaces each by the presentation form (Unicode FB50–FDFF, FE70–FEFF) that its neighbours ask for, and
 * lam with alef by their ligature. Text is in logical order. ICU's class of the same name leaves letters of Persian and Urdu
 * apart, and that of the PDF library cannot be called from outside.
 */
final class ArabicShaping {
    private static final int ISOLATED = 0;
    private static final int FINAL = 1;
    private static final int INITIAL = 2;
    private static final int MEDIAL = 3;
    private static final String[] NAMES = {" ISOLATED FORM", " FINAL FORM", " INITIAL FORM", " MEDIAL FORM"};
    private static final char TATWEEL = '\u0640';
    private static final char LAM = '\u0644';
    private static final Map<String, char[]> FORMS = forms();

    private ArabicShaping() {}

    static boolean concerns(String text) {
        return text.chars().anyMatch(character -> character >= 0x0600 && character <= 0x06ff);
    }

    static String shape(String text) {
        StringBuilder shaped = new StringBuilder(text.length());
        boolean joined = false;
        for (int index = 0; index < text.length(); index++) {
            char letter = text.charAt(index);
            if (isMark(letter)) {
                shaped.append(letter);
                continue;
            }
            char[] ligature =
                    letter == LAM && index + 1 < text.length() ? FORMS.get(text.substring(index, index + 2)) : null;
            char[] forms = ligature == null ? FORMS.get(String.valueOf(letter)) : ligature;
            boolean joinsNext = joinsNext(forms, letter) && joinsPrevious(text, index + 1);
            shaped.append(forms == null ? letter : form(forms, joined, joinsNext));
            joined = joinsNext;
            index += ligature == null ? 0 : 1;
        }
        return shaped.toString();
    }

    private static char form(char[] forms, boolean joined, boolean joinsNext) {
        char form = forms[joined ? (joinsNext ? MEDIAL : FINAL) : (joinsNext ? INITIAL : ISOLATED)];
        return form == 0 ? forms[ISOLATED] : form;
    }

    private static boolean joinsNext(char @Nullable [] forms, char letter) {
        return forms == null ? letter == TATWEEL : forms[INITIAL] != 0;
    }

    private static boolean joinsPrevious(String text, int from) {
        int index = from;
        while (index < text.length() && isMark(text.charAt(index))) {
            index++;
        }
        if (index == text.length()) {
            return false;
        }
        char letter = text.charAt(index);
        char[] forms = FORMS.get(String.valueOf(letter));
        return letter == TATWEEL || (forms != null && forms[FINAL] != 0);
    }

    private static boolean isMark(char character) {
        return Character.getType(character) == Character.NON_SPACING_MARK;
    }

    /** Unicode's own data says which letters a presentation form stands for. */
    private static Map<String, char[]> forms() {
        Map<String, char[]> forms = new HashMap<>();
        for (int code = 0xfb50; code < 0xff00; code++) {
            String name = Character.getName(code);
            String letters = Normalizer.normalize(Character.toString(code), Normalizer.Form.NFKC);
            for (int form = ISOLATED; name != null && form <= MEDIAL; form++) {
                boolean letter = letters.length() == 1 || letters.matches("\u0644[\u0622\u0623\u0625\u0627]");
                if (letter && name.startsWith("ARABIC L") && name.endsWith(NAMES[form])) {
                    forms.computeIfAbsent(letters, key -> new char[MEDIAL + 1])[form] = (char) code;
                }
            }
        }
        return forms;
    }
}
