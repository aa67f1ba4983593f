package io.penstock.pdf;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openpdf.text.pdf.BaseFont;
import org.xhtmlrenderer.css.constants.IdentValue;
import org.xhtmlrenderer.css.sheet.FontFaceRule;
import org.xhtmlrenderer.css.value.FontSpecification;
import org.xhtmlrenderer.extend.UserAgentCallback;
import org.xhtmlrenderer.layout.SharedContext;
import org.xhtmlrenderer.pdf.FontDescription;
import org.xhtmlrenderer.pdf.FontFamily;
import org.xhtmlrenderer.pdf.ITextFSFont;
import org.xhtmlrenderer.pdf.ITextFontResolver;
import org.xhtmlrenderer.render.FSFont;

/** Fonts that a template brings by {@code @font-face}, and the bundled ones for every other name. */
final class BundledFirst extends ITextFontResolver {
    private static final int BOLD = 700;
    private static final int SEMIBOLD = 600;
    private static final int NORMAL = 400;

    private final Fonts fonts;
    private final Stopwatch stopwatch;
    private final Map<BaseFont, FontDescription> descriptions = new HashMap<>();

    BundledFirst(Fonts fonts, Stopwatch stopwatch) {
        this.fonts = fonts;
        this.stopwatch = stopwatch;
    }

    @Override
    protected Map<String, FontFamily> loadFonts() {
        return new HashMap<>();
    }

    @Override
    public void importFontFaces(List<FontFaceRule> fontFaces, UserAgentCallback agent) {
        super.importFontFaces(fontFaces, agent);
        int number = Fonts.FIRST_OWN;
        for (FontFamily family : getFonts().values()) {
            for (FontDescription description : family.getFontDescriptions()) {
                Fonts.prepared(description.getFont(), number++);
            }
        }
    }

    @Override
    public FSFont resolveFont(SharedContext context, FontSpecification specification) {
        stopwatch.check();
        FSFont own = getFonts().isEmpty() ? null : super.resolveFont(context, specification);
        return own == null ? bundled(specification) : own;
    }

    private FSFont bundled(FontSpecification specification) {
        boolean bold = specification.fontWeight() != null && convertWeightToInt(specification.fontWeight()) >= SEMIBOLD;
        boolean italic = IdentValue.ITALIC.equals(specification.fontStyle())
                || IdentValue.OBLIQUE.equals(specification.fontStyle());
        BaseFont font = italic ? (bold ? fonts.boldItalic() : fonts.italic()) : (bold ? fonts.bold() : fonts.regular());
        FontDescription description = descriptions.computeIfAbsent(
                font,
                key -> new FontDescription(key, italic ? IdentValue.ITALIC : IdentValue.NORMAL, bold ? BOLD : NORMAL));
        return new ITextFSFont(description, specification.size());
    }
}
