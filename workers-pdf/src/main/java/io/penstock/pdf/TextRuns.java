package io.penstock.pdf;

import java.text.Bidi;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.openpdf.text.pdf.BaseFont;

/** Which font shows which part of a text. */
final class TextRuns {
    /** As readers see it, with all that is put on or below it (UAX 29). */
    private static final Pattern CHARACTER = Pattern.compile("\\X", Pattern.DOTALL);

    private static final String PAIRS = "()[]{}<>«»‹›";

    private final Fonts fonts;

    TextRuns(Fonts fonts) {
        this.fonts = fonts;
    }

    /** A piece of text and a font that has all its glyphs. */
    record Run(String text, BaseFont font) {}

    /** True if every character is one that nothing needs to be done for. */
    static boolean isPlain(String text) {
        for (int index = 0; index < text.length(); index++) {
            char character = text.charAt(index);
            if (character < ' ' || character > '~') {
                return false;
            }
        }
        return true;
    }

    /** The line from left to right: reordered, joined, and split where the font changes. */
    List<Run> visual(String text, BaseFont font) {
        return isPlain(text) ? List.of(new Run(text, font)) : split(visualOrder(text), font);
    }

    /** Split where the font changes, in logical order. */
    List<Run> logical(String text, BaseFont font) {
        return isPlain(text) ? List.of(new Run(text, font)) : split(text, font);
    }

    static boolean isRightToLeft(String text) {
        return !isPlain(text) && Bidi.requiresBidi(text.toCharArray(), 0, text.length());
    }

    private static String visualOrder(String logical) {
        if (!isRightToLeft(logical)) {
            return logical;
        }
        String text = ArabicShaping.concerns(logical) ? ArabicShaping.shape(logical) : logical;
        Bidi bidi = new Bidi(text, Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT);
        int count = bidi.getRunCount();
        byte[] levels = new byte[count];
        Object[] pieces = new Object[count];
        for (int run = 0; run < count; run++) {
            levels[run] = (byte) bidi.getRunLevel(run);
            String piece = text.substring(bidi.getRunStart(run), bidi.getRunLimit(run));
            pieces[run] = levels[run] % 2 == 1 ? reversed(piece) : piece;
        }
        Bidi.reorderVisually(levels, 0, pieces, 0, count);
        StringBuilder visual = new StringBuilder();
        for (Object piece : pieces) {
            visual.append(piece);
        }
        return visual.toString();
    }

    /** Characters that belong together stay in their order: a vowel sign follows its letter. */
    private static String reversed(String text) {
        StringBuilder reversed = new StringBuilder(text.length());
        List<String> characters =
                CHARACTER.matcher(text).results().map(MatchResult::group).toList();
        for (String character : characters.reversed()) {
            reversed.append(mirrored(character));
        }
        return reversed.toString();
    }

    private static String mirrored(String character) {
        int place = character.length() == 1 ? PAIRS.indexOf(character) : -1;
        return place < 0 ? character : PAIRS.substring(place ^ 1, (place ^ 1) + 1);
    }

    private List<Run> split(String text, BaseFont font) {
        List<Run> runs = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        BaseFont current = font;
        for (int code : text.codePoints().filter(TextRuns::isVisible).toArray()) {
            BaseFont next = fontFor(code, font, current);
            if (!next.equals(current) && !piece.isEmpty()) {
                runs.add(new Run(piece.toString(), current));
                piece.setLength(0);
            }
            current = next;
            piece.appendCodePoint(code);
        }
        if (!piece.isEmpty()) {
            runs.add(new Run(piece.toString(), current));
        }
        return runs;
    }

    /** Controls and joiners have done their work before. */
    private static boolean isVisible(int code) {
        int type = Character.getType(code);
        return type != Character.CONTROL && type != Character.FORMAT;
    }

    private BaseFont fontFor(int code, BaseFont font, BaseFont current) {
        if (code == ' ' && current.charExists(code)) {
            return current;
        }
        if (font.charExists(code)) {
            return font;
        }
        for (BaseFont fallback : fonts.fallbacksOf(font)) {
            if (fallback.charExists(code)) {
                return fallback;
            }
        }
        throw new RefusedException(String.format(
                "no font has the character U+%04X %s: install a template with a font that has it",
                code, Character.getName(code)));
    }
}
