package io.penstock.pdf;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openpdf.text.pdf.BaseFont;
import org.xhtmlrenderer.css.constants.IdentValue;
import org.xhtmlrenderer.pdf.FontDescription;
import org.xhtmlrenderer.pdf.ITextFSFont;
import org.xhtmlrenderer.pdf.ITextFontContext;
import org.xhtmlrenderer.pdf.ITextOutputDevice;
import org.xhtmlrenderer.pdf.ITextTextRenderer;
import org.xhtmlrenderer.render.FSFontMetrics;
import org.xhtmlrenderer.render.JustificationInfo;

/** Measures and draws lines as they are seen: right-to-left text reordered and joined, each glyph from a font that has it. */
final class ShapedText extends ITextTextRenderer {
    private static final float DELTA = 0.01f;

    private final TextRuns runs;
    private final Stopwatch stopwatch;
    private final Map<BaseFont, FontDescription> fallbacks = new HashMap<>();

    ShapedText(TextRuns runs, Stopwatch stopwatch) {
        this.runs = runs;
        this.stopwatch = stopwatch;
    }

    /** Remembers the font that the library sets, since it can only be set there. */
    static final class Device extends ITextOutputDevice {
        private @Nullable ITextFSFont font;

        Device(float dotsPerPoint) {
            super(dotsPerPoint);
        }

        @Override
        public void setFont(ITextFSFont font) {
            super.setFont(font);
            this.font = font;
        }
    }

    @Override
    public FSFontMetrics getFSFontMetrics(ITextFontContext context, ITextFSFont font, String string) {
        stopwatch.check();
        return super.getFSFontMetrics(context, font, string);
    }

    @Override
    public int getWidth(ITextFontContext context, ITextFSFont font, String string) {
        stopwatch.check();
        float width = 0;
        for (TextRuns.Run run : runs.visual(string, font.getFontDescription().getFont())) {
            width += run.font().getWidthPoint(run.text(), font.getSize2D());
        }
        return width - Math.floor(width) < DELTA ? (int) width : (int) Math.ceil(width);
    }

    @Override
    public void drawString(ITextOutputDevice device, String string, float x, float y) {
        draw((Device) device, string, x, y, null);
    }

    @Override
    public void drawString(ITextOutputDevice device, String string, float x, float y, JustificationInfo info) {
        draw((Device) device, string, x, y, info);
    }

    private void draw(Device device, String string, float x, float y, @Nullable JustificationInfo info) {
        stopwatch.check();
        ITextFSFont font = device.font;
        if (font == null) {
            return;
        }
        List<TextRuns.Run> pieces =
                runs.visual(string, font.getFontDescription().getFont());
        float at = x;
        for (TextRuns.Run run : pieces) {
            device.setFont(run.font().equals(font.getFontDescription().getFont()) ? font : fallback(run.font(), font));
            device.drawString(run.text(), at, y, info);
            at += run.font().getWidthPoint(run.text(), font.getSize2D()) + spread(run.text(), info);
        }
        device.setFont(font);
    }

    private static float spread(String text, @Nullable JustificationInfo info) {
        if (info == null) {
            return 0;
        }
        float spread = 0;
        for (int index = 0; index < text.length(); index++) {
            char letter = text.charAt(index);
            boolean space = letter == ' ' || letter == '\u00a0' || letter == '\u3000';
            spread += space ? info.spaceAdjust() : info.nonSpaceAdjust();
        }
        return spread;
    }

    private ITextFSFont fallback(BaseFont font, ITextFSFont instead) {
        int weight = font.getPostscriptFontName().endsWith("Bold") ? 700 : 400;
        FontDescription description =
                fallbacks.computeIfAbsent(font, key -> new FontDescription(key, IdentValue.NORMAL, weight));
        return new ITextFSFont(description, instead.getSize2D());
    }
}
