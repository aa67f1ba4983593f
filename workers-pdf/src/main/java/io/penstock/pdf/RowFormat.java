package io.penstock.pdf;

import java.util.Locale;

/** What an object with rows is written in, told by the end of its URL. */
enum RowFormat {
    CSV,
    NDJSON;

    static RowFormat of(String url) {
        String name = url.toLowerCase(Locale.ROOT).replaceFirst("[?#].*", "");
        if (name.endsWith(".csv")) {
            return CSV;
        }
        if (name.endsWith(".ndjson") || name.endsWith(".jsonl")) {
            return NDJSON;
        }
        throw new IllegalArgumentException("table.rows_url: expected a URL that ends in .csv, .ndjson or .jsonl");
    }
}
