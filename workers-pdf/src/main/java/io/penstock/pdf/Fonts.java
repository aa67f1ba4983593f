package io.penstock.pdf;

import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.openpdf.text.pdf.BaseFont;

/**
 * The bundled fonts. They hold no state of a document once they are loaded, apart from a file position that subsetting moves:
 * a renderer owns its set while it works, and gives it back to {@link Workbench.Pool}. Their bytes are shared by all.
 */
final class Fonts {
    /** Names of subsets that come after those of the bundled fonts. */
    static final int FIRST_OWN = 14;

    private static final Map<String, byte[]> BYTES = new ConcurrentHashMap<>();

    private final BaseFont regular = load("NotoSans-Regular", 0);
    private final BaseFont bold = load("NotoSans-Bold", 1);
    private final BaseFont italic = load("NotoSans-Italic", 2);
    private final BaseFont boldItalic = load("NotoSans-BoldItalic", 3);
    private final Map<BaseFont, List<BaseFont>> fallbacks;
    private final List<BaseFont> fallbacksOfOthers;

    Fonts() {
        BaseFont dejavu = load("DejaVuSans", 8);
        BaseFont droid = load("DroidSansFallback", 9);
        List<BaseFont> light =
                List.of(load("NotoSansHebrew-Regular", 4), load("NotoNaskhArabic-Regular", 5), droid, dejavu);
        List<BaseFont> heavy = List.of(load("NotoSansHebrew-Bold", 6), load("NotoNaskhArabic-Bold", 7), droid, dejavu);
        BaseFont rest = load("NotoSans-Regular-Rest", 10);
        fallbacks = Map.of(
                regular, and(light, rest),
                bold, and(heavy, load("NotoSans-Bold-Rest", 11)),
                italic, and(light, load("NotoSans-Italic-Rest", 12)),
                boldItalic, and(heavy, load("NotoSans-BoldItalic-Rest", 13)));
        fallbacksOfOthers = and(light, regular, rest);
    }

    private static List<BaseFont> and(List<BaseFont> later, BaseFont... first) {
        return Stream.concat(Arrays.stream(first), later.stream()).toList();
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
        return fallbacks.getOrDefault(font, fallbacksOfOthers);
    }

    private static BaseFont load(String name, int number) {
        try {
            byte[] bytes = BYTES.computeIfAbsent(name, Fonts::read);
            return prepared(BaseFont.createFont(name + ".ttf", BaseFont.IDENTITY_H, true, false, bytes, null), number);
        } catch (IOException e) {
            throw new IllegalStateException("the bundled font " + name + " cannot be read", e);
        }
    }

    private static byte[] read(String name) {
        try (InputStream stream = Fonts.class.getResourceAsStream("fonts/" + name + ".ttf")) {
            return Objects.requireNonNull(stream, name).readAllBytes();
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
