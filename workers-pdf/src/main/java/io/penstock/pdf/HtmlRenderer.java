package io.penstock.pdf;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.openpdf.text.pdf.PdfWriter;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xhtmlrenderer.css.sheet.StylesheetInfo;
import org.xhtmlrenderer.pdf.ITextRenderer;
import org.xhtmlrenderer.pdf.ITextReplacedElementFactory;
import org.xhtmlrenderer.pdf.PDFCreationListener;
import org.xhtmlrenderer.simple.extend.XhtmlNamespaceHandler;

/** Lays out one HTML document and writes it. Used by one thread, once. */
final class HtmlRenderer {
    private static final int DOTS_PER_PIXEL = ITextRenderer.DEFAULT_DOTS_PER_PIXEL;
    private static final float DOTS_PER_POINT = ITextRenderer.DEFAULT_DOTS_PER_POINT;

    private static final String DEFAULT_CSS = defaultCss();

    private final DocumentInfo info;
    private final int maxPages;
    private final Stopwatch stopwatch;
    private final GuardedAgent agent;
    private final ITextRenderer renderer;

    HtmlRenderer(DocumentInfo info, Resources resources, Workbench workbench, Stopwatch stopwatch, int maxPages) {
        this.info = info;
        this.maxPages = maxPages;
        this.stopwatch = stopwatch;
        ShapedText.Device device = new ShapedText.Device(DOTS_PER_POINT);
        agent = new GuardedAgent(device, DOTS_PER_PIXEL, resources, info.allowsTransparency());
        renderer = new ITextRenderer(
                DOTS_PER_POINT,
                DOTS_PER_PIXEL,
                device,
                agent,
                new BundledFirst(workbench.fonts(), stopwatch),
                new ITextReplacedElementFactory(device),
                new ShapedText(new TextRuns(workbench.fonts()), stopwatch));
        useStyles(new Styles(agent, workbench.sheets()));
        renderer.setCompressionEnabled(false);
        renderer.setListener(new Describing());
    }

    @SuppressWarnings("deprecation") // there is no other way
    private void useStyles(Styles styles) {
        renderer.getSharedContext().setCss(styles);
    }

    /** Returns how many pages it has; nothing was written yet. */
    int layout(Document document) {
        renderer.setDocument(document, "", new StoppableHandler());
        agent.checkAllLoaded();
        renderer.layout();
        agent.checkAllLoaded();
        int pages = Objects.requireNonNull(
                        Objects.requireNonNull(renderer.getRootBox()).getLayer())
                .getPages()
                .size();
        if (pages > maxPages) {
            throw new RefusedException("expected at most " + maxPages + " pages, got " + pages);
        }
        return pages;
    }

    void write(OutputStream out) throws IOException {
        try {
            renderer.createPDF(out);
            agent.checkAllLoaded();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static String defaultCss() {
        String path = "/resources/css/XhtmlNamespaceHandler.css";
        try (InputStream stream = XhtmlNamespaceHandler.class.getResourceAsStream(path)) {
            return new String(Objects.requireNonNull(stream, path).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asked for every element, often. */
    private final class StoppableHandler extends XhtmlNamespaceHandler {
        /** Brought along, so that no URL of a jar needs to be readable. */
        @Override
        public Optional<StylesheetInfo> getDefaultStylesheet() {
            return Optional.of(new StylesheetInfo(StylesheetInfo.Origin.USER_AGENT, "", List.of("all"), DEFAULT_CSS));
        }

        @Override
        public String getElementStyling(Element element) {
            stopwatch.check();
            return super.getElementStyling(element);
        }
    }

    private static PdfWriter writerOf(ITextRenderer opened) {
        return Objects.requireNonNull(opened.getWriter(), "not opened");
    }

    private final class Describing implements PDFCreationListener {
        @Override
        public void preOpen(ITextRenderer opened) {
            info.prepare(writerOf(opened));
        }

        @Override
        public void preWrite(ITextRenderer opened, int pageCount) {
            try {
                info.describe(writerOf(opened));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void onClose(ITextRenderer opened) {
            info.finish(writerOf(opened));
        }
    }
}
