package io.penstock.console.redact;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonGenerator.Feature;
import io.penstock.console.letter.DeadLetter;
import io.penstock.console.letter.LetterContent;
import io.penstock.console.letter.LetterFilter;
import io.penstock.console.letter.Letters;
import io.penstock.console.letter.TenantScope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Writes any number of dead letters, newest first, redacted, in constant memory: page by page as the reader takes them.
 * Thread-safe.
 */
public final class LetterExport {
    /** The media type of {@link #ndjson}. */
    public static final String NDJSON = "application/x-ndjson";

    /** The media type of {@link #csv}, as RFC 4180 has it. */
    public static final String CSV = "text/csv; charset=utf-8; header=present";

    /** Payloads are a megabyte each if they are large. */
    private static final int PAGE = 50;

    private final Letters letters;
    private final Redaction rules;
    private final JsonFactory json = JsonFactory.builder().build();

    /** Exports these, hidden by these rules. */
    public LetterExport(Letters letters, Redaction rules) {
        this.letters = letters;
        this.rules = rules;
    }

    /**
     * One JSON object a line, each ended by a line feed. A payload that is JSON is {@code payload}, one that is not is
     * {@code payload_text}; one that is not UTF-8 is left out.
     *
     * @throws UncheckedIOException if the reader has gone
     */
    public void ndjson(TenantScope scope, LetterFilter filter, Writer out) {
        forEach(scope, filter, view -> {
            try {
                JsonGenerator line = json.createGenerator(out);
                line.disable(Feature.AUTO_CLOSE_TARGET);
                write(view, line);
                line.close();
                out.write('\n');
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static void write(LetterView view, JsonGenerator line) throws IOException {
        line.writeStartObject();
        for (ExportField field : ExportField.values()) {
            field.write(view.letter(), line);
        }
        LetterView.Payload payload = view.payload();
        switch (payload.form()) {
            case JSON -> {
                line.writeFieldName("payload");
                line.writeRawValue(oneLine(payload.text()));
            }
            case TEXT -> line.writeStringField("payload_text", payload.text());
            case BINARY -> {}
        }
        line.writeEndObject();
    }

    /** JSON has line ends between tokens only, where a blank does as well. */
    private static String oneLine(String document) {
        return document.replace('\n', ' ').replace('\r', ' ');
    }

    /**
     * RFC 4180 with a header line. A cell that a spreadsheet would take for a formula begins with an apostrophe.
     *
     * @throws UncheckedIOException if the reader has gone
     */
    public void csv(TenantScope scope, LetterFilter filter, Writer out) {
        try {
            out.write(Csv.line(ExportField.names(), "payload"));
            forEach(scope, filter, view -> {
                try {
                    List<String> cells = Arrays.stream(ExportField.values())
                            .map(field -> field.text(view.letter()))
                            .toList();
                    out.write(Csv.line(cells, view.payload().text()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void forEach(TenantScope scope, LetterFilter filter, Consumer<LetterView> each) {
        letters.forEachPage(scope, filter, PAGE, page -> {
            Map<Long, LetterContent> contents =
                    letters.contents(scope, page.stream().map(DeadLetter::id).collect(Collectors.toSet()));
            for (DeadLetter letter : page) {
                LetterContent content = contents.get(letter.id());
                if (content != null) { // deleted meanwhile otherwise
                    each.accept(LetterView.redacted(letter, content, rules));
                }
            }
        });
    }
}
