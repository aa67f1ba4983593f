package io.penstock.pdf;

import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openpdf.text.Chunk;
import org.openpdf.text.Document;
import org.openpdf.text.Element;
import org.openpdf.text.Font;
import org.openpdf.text.PageSize;
import org.openpdf.text.Paragraph;
import org.openpdf.text.Phrase;
import org.openpdf.text.Rectangle;
import org.openpdf.text.pdf.BaseFont;
import org.openpdf.text.pdf.PdfPCell;
import org.openpdf.text.pdf.PdfPTable;
import org.openpdf.text.pdf.PdfWriter;

/** Writes a table row by row; what is on a finished page is forgotten. Used by one thread, once. */
final class TableRenderer {
    private static final Map<String, Rectangle> SIZES = Map.of(
            "A3",
            PageSize.A3,
            "A4",
            PageSize.A4,
            "A5",
            PageSize.A5,
            "letter",
            PageSize.LETTER,
            "legal",
            PageSize.LEGAL);
    private static final Map<String, Integer> ALIGNMENTS =
            Map.of("left", Element.ALIGN_LEFT, "right", Element.ALIGN_RIGHT, "center", Element.ALIGN_CENTER);
    private static final int ROWS_AT_ONCE = 200;
    private static final float MARGIN = 40;
    private static final float TEXT = 8.5f;
    private static final float TITLE = 16;
    private static final float PADDING = 4;
    private static final Color INK = new Color(0x1f2937);
    private static final Color HEAD = new Color(0x1e3a5f);
    private static final Color LINE = new Color(0xd1d5db);
    private static final Color BAND = new Color(0xf3f6fa);

    private final DocumentInfo info;
    private final Fonts fonts;
    private final TextRuns runs;
    private final Stopwatch stopwatch;
    private final Limits limits;
    private final Map<BaseFont, Font> textFonts = new HashMap<>();

    TableRenderer(DocumentInfo info, Fonts fonts, Stopwatch stopwatch, Limits limits) {
        this.info = info;
        this.fonts = fonts;
        this.runs = new TextRuns(fonts);
        this.stopwatch = stopwatch;
        this.limits = limits;
    }

    /** Returns how many pages it has. */
    int write(@Nullable String title, Rows rows, Rectangle page, OutputStream out) throws IOException {
        Document document = new Document(page, MARGIN, MARGIN, MARGIN, MARGIN + TITLE);
        PdfWriter writer = PdfWriter.getInstance(document, out);
        info.prepare(writer);
        PageNumbers numbers = new PageNumbers(fonts.regular(), limits.pages());
        writer.setPageEvent(numbers);
        document.open();
        info.describe(writer);
        if (title != null) {
            Paragraph heading = new Paragraph();
            runs.logical(title, fonts.bold())
                    .forEach(run ->
                            heading.add(new Chunk(run.text(), new Font(run.font(), TITLE, Font.UNDEFINED, HEAD))));
            // Else the space after it is a blank of a font that is not embedded.
            heading.setFont(new Font(fonts.bold(), TITLE));
            heading.setSpacingAfter(TITLE);
            document.add(heading);
        }
        addRows(document, rows);
        info.finish(writer);
        document.close();
        return numbers.pages();
    }

    static Rectangle page(@Nullable String size, boolean landscape) {
        Rectangle page = SIZES.getOrDefault(size == null ? "A4" : size, PageSize.A4);
        return landscape ? page.rotate() : page;
    }

    private void addRows(Document document, Rows rows) throws IOException {
        PdfPTable table = table(rows.columns());
        int count = 0;
        List<String> row = rows.next();
        while (row != null) {
            stopwatch.check();
            if (++count > limits.rows()) {
                throw new RefusedException("table.rows: expected at most " + limits.rows() + " rows");
            }
            for (int column = 0; column < row.size(); column++) {
                table.addCell(cell(row.get(column), rows.columns().get(column), count % 2 == 0));
            }
            if (count % ROWS_AT_ONCE == 0) {
                document.add(table);
            }
            row = rows.next();
        }
        table.setComplete(true);
        document.add(table);
    }

    private PdfPTable table(List<Column> columns) {
        PdfPTable table = new PdfPTable(columns.size());
        float[] widths = new float[columns.size()];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = columns.get(column).width();
            table.addCell(head(columns.get(column)));
        }
        table.setWidths(widths);
        table.setWidthPercentage(100);
        table.setHeaderRows(1);
        table.setComplete(false);
        return table;
    }

    private PdfPCell head(Column column) {
        Phrase phrase = new Phrase();
        runs.logical(column.title(), fonts.bold())
                .forEach(run ->
                        phrase.add(new Chunk(run.text(), new Font(run.font(), TEXT, Font.UNDEFINED, Color.WHITE))));
        PdfPCell cell = styled(new PdfPCell(phrase), column, column.title());
        cell.setBackgroundColor(HEAD);
        return cell;
    }

    private PdfPCell cell(String text, Column column, boolean band) {
        Phrase phrase = new Phrase();
        for (TextRuns.Run run : runs.logical(shaped(text), fonts.regular())) {
            phrase.add(new Chunk(
                    run.text(),
                    textFonts.computeIfAbsent(run.font(), font -> new Font(font, TEXT, Font.UNDEFINED, INK))));
        }
        PdfPCell cell = styled(new PdfPCell(phrase), column, text);
        if (band) {
            cell.setBackgroundColor(BAND);
        }
        return cell;
    }

    /** Joined here, as fonts are chosen by the joined forms; the library reorders the line. */
    private static String shaped(String text) {
        return ArabicShaping.concerns(text) ? ArabicShaping.shape(text) : text;
    }

    private static PdfPCell styled(PdfPCell cell, Column column, String text) {
        cell.setPadding(PADDING);
        cell.setBorder(Rectangle.BOTTOM);
        cell.setBorderColor(LINE);
        cell.setBorderWidth(0.5f);
        cell.setHorizontalAlignment(ALIGNMENTS.getOrDefault(column.align(), Element.ALIGN_LEFT));
        if (TextRuns.isRightToLeft(text)) {
            cell.setRunDirection(PdfWriter.RUN_DIRECTION_RTL);
        }
        return cell;
    }
}
