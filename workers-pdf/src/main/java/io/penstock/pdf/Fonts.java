package io.penstock.pdf;

import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.openpdf.text.pdf.BaseFont;

/**
 * The bundled fonts. They hold no state of a document once they are loaded, apart from a file position that subsetting moves:
 * a renderer owns its set while it works, and gives it back to {@link FontPool}.
 */
final class Fonts {
    private final BaseFont regular;
    private final BaseFont bold;
    private final BaseFont italic;
    private final BaseFont boldItalic;
    private final List<BaseFont> fallbacks = new ArrayList<>();
    private final List<BaseFont> boldFallbacks = new ArrayList<>();

    Fonts() {
        regular = load("NotoSans-Regular", 0);
        bold = load("NotoSans-Bold", 1);
        italic = load("NotoSans-Italic", 2);
        boldItalic = load("NotoSans-BoldItalic", 3);
        BaseFont dejavu = load("DejaVuSans", 8);
        BaseFont droid = load("DroidSansFallback", 9);
        fallbacks.addAll(List.of(load("NotoSansHebrew-Regular", 4), load("NotoNaskhArabic-Regular", 5), droid, dejavu));
        boldFallbacks.addAll(List.of(load("NotoSansHebrew-Bold", 6), load("NotoNaskhArabic-Bold", 7), droid, dejavu));
    }

    BaseFont regular() {
        return regular;
    }

    BaseFont bold() {
        return bold;
    }

    BaseFont italic() {
        return italic;
    }

    BaseFont boldItalic() {
        return boldItalic;
    }

    /** Where a glyph is looked for that the font itself has not. */
    List<BaseFont> fallbacksOf(BaseFont font) {
        return font.equals(bold) || font.equals(boldItalic) ? boldFallbacks : fallbacks;
    }

    private static BaseFont load(String name, int number) {
        try (InputStream stream = Fonts.class.getResourceAsStream("fonts/" + name + ".ttf")) {
            byte[] bytes = Objects.requireNonNull(stream, name).readAllBytes();
            return prepared(BaseFont.createFont(name + ".ttf", BaseFont.IDENTITY_H, true, false, bytes, null), number);
        } catch (IOException e) {
            throw new IllegalStateException("the bundled font " + name + " cannot be read", e);
        }
    }

    /** The same bytes for the same input, and what PDF/A-2 and -3 want. */
    static BaseFont prepared(BaseFont font, int number) {
        font.setIncludeCidSet(false);
        font.setSecureRandom(new FixedPrefix(number));
        return font;
    }

    /** Names the subset of a font: the same at every run, another one for each font. */
    private static final class FixedPrefix extends SecureRandom {
        private static final long serialVersionUID = 1;
        private static final double LETTERS = 26;
        private final double number;

        FixedPrefix(int number) {
            this.number = (number % LETTERS + 0.5) / LETTERS;
        }

        @Override
        public double nextDouble() {
            return number;
        }
    }
}
