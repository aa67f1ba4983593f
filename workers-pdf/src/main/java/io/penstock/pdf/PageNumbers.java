package io.penstock.pdf;

import java.awt.Color;
import org.openpdf.text.Document;
import org.openpdf.text.pdf.BaseFont;
import org.openpdf.text.pdf.PdfContentByte;
import org.openpdf.text.pdf.PdfPageEventHelper;
import org.openpdf.text.pdf.PdfTemplate;
import org.openpdf.text.pdf.PdfWriter;

/** "Page 3 of 17" at the foot of each page; the 17 is written when it is known, once for all pages. */
final class PageNumbers extends PdfPageEventHelper {
    private static final float SIZE = 8;
    private static final float TOTAL_WIDTH = 60;
    private static final float BASELINE = 28;
    private static final Color GREY = new Color(0x6b7280);

    private final BaseFont font;
    private final int maxPages;
    private PdfTemplate total;
    private int pages;

    @SuppressWarnings("NullAway.Init") // made when the document is opened
    PageNumbers(BaseFont font, int maxPages) {
        this.font = font;
        this.maxPages = maxPages;
    }

    int pages() {
        return pages;
    }

    @Override
    public void onOpenDocument(PdfWriter writer, Document document) {
        total = writer.getDirectContent().createTemplate(TOTAL_WIDTH, 2 * SIZE);
    }

    @Override
    public void onEndPage(PdfWriter writer, Document document) {
        pages = writer.getPageNumber();
        if (pages > maxPages) {
            throw new RefusedException(
                    "expected at most " + maxPages + " pages: set PENSTOCK_PDF_MAX_PAGES or send fewer rows");
        }
        String text = "Page " + pages + " of ";
        float left = document.getPageSize().getWidth() / 2 - font.getWidthPoint(text, SIZE) / 2;
        PdfContentByte canvas = writer.getDirectContent();
        show(canvas, text, left, BASELINE);
        canvas.addTemplate(total, left + font.getWidthPoint(text, SIZE), BASELINE - SIZE / 2);
    }

    @Override
    public void onCloseDocument(PdfWriter writer, Document document) {
        show(total, Integer.toString(pages), 0, SIZE / 2);
    }

    private void show(PdfContentByte canvas, String text, float x, float y) {
        canvas.beginText();
        canvas.setFontAndSize(font, SIZE);
        canvas.setColorFill(GREY);
        canvas.setTextMatrix(x, y);
        canvas.showText(text);
        canvas.endText();
    }
}
