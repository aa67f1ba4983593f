package io.penstock.pdf;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Payload of {@code pdf.render}. Checked when built; exactly one of {@code template}, {@code html} and {@code table} is given.
 *
 * @param template name of a shipped or installed template
 * @param model what the template shows; only with {@code template}
 * @param html a whole document
 * @param table rows, for which no document is built in memory
 * @param output object URL to write
 * @param title of the document's metadata
 * @param author of the document's metadata
 * @param pageSize {@code A3}, {@code A4}, {@code A5}, {@code letter} or {@code legal}; null leaves it to the template
 * @param landscape the longer side is the width
 * @param pdfA {@code 1b}, {@code 2b} or {@code 3b}; null for none
 */
public record PdfPayload(
        @Nullable String template,
        Map<String, Object> model,
        @Nullable String html,
        @Nullable Table table,
        String output,
        @Nullable String title,
        @Nullable String author,
        @JsonProperty("page_size") @Nullable String pageSize,
        Boolean landscape,
        @JsonProperty("pdf_a") @Nullable String pdfA) {

    /** Page sizes by the name that CSS has for them. */
    static final List<String> PAGE_SIZES = List.of("A3", "A4", "A5", "letter", "legal");

    private static final int LONGEST_METADATA = 500;

    public PdfPayload {
        long ways = Stream.of(template, html, table).filter(way -> way != null).count();
        if (ways != 1) {
            throw new IllegalArgumentException(
                    "template: expected exactly one of template, html and table, got " + ways);
        }
        if (model != null && template == null) {
            throw new IllegalArgumentException("model: expected only together with template");
        }
        model = model == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(model));
        landscape = landscape != null && landscape;
        if (template != null && !template.matches("[a-z0-9][a-z0-9_-]{0,63}")) {
            throw new IllegalArgumentException("template: expected 1 to 64 characters of a-z, 0-9, _ and -");
        }
        if (output == null || output.isBlank()) {
            throw new IllegalArgumentException("output: expected an object URL, got none");
        }
        checkMetadata("title", title);
        checkMetadata("author", author);
        pageSize = pageSize == null ? null : knownSize(pageSize);
        if (pdfA != null && !List.of("1b", "2b", "3b").contains(pdfA)) {
            throw new IllegalArgumentException("pdf_a: expected 1b, 2b or 3b");
        }
    }

    private static String knownSize(String size) {
        return PAGE_SIZES.stream()
                .filter(known -> known.toLowerCase(Locale.ROOT).equals(size.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("page_size: expected one of " + String.join(", ", PAGE_SIZES)));
    }

    private static void checkMetadata(String field, @Nullable String value) {
        if (value != null && (value.length() > LONGEST_METADATA || value.chars().anyMatch(Character::isISOControl))) {
            throw new IllegalArgumentException(
                    field + ": expected one line of at most " + LONGEST_METADATA + " characters");
        }
    }
}
