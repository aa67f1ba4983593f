package io.penstock.pdf;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Rows that become a table with repeated heads.
 *
 * @param title above the table, may be absent
 * @param columns from left to right, 1 to 40; may only be absent for CSV, whose first line then names them
 * @param rows each a list of values, or an object with the columns' keys
 * @param rowsUrl object URL ending in {@code .csv} (first line names the columns), {@code .ndjson} or {@code .jsonl}
 */
public record Table(
        @Nullable String title,
        List<Column> columns,
        @Nullable List<JsonNode> rows,
        @JsonProperty("rows_url") @Nullable String rowsUrl) {
    private static final int MAX_COLUMNS = 40;

    public Table {
        columns = columns == null ? List.of() : List.copyOf(columns);
        if ((rows == null) == (rowsUrl == null)) {
            throw new IllegalArgumentException("table.rows: expected either rows or rows_url");
        }
        boolean csv = rowsUrl != null && RowFormat.of(rowsUrl) == RowFormat.CSV;
        if (columns.size() > MAX_COLUMNS || (columns.isEmpty() && !csv)) {
            throw new IllegalArgumentException(
                    "table.columns: expected 1 to " + MAX_COLUMNS + " columns, got " + columns.size());
        }
        rows = rows == null ? null : List.copyOf(rows);
        if (rows != null && rows.stream().anyMatch(row -> !row.isArray() && !row.isObject())) {
            throw new IllegalArgumentException("table.rows: expected lists or objects");
        }
    }

    /** The keys of its columns, in order. */
    List<String> keys() {
        return columns.stream().map(Column::key).toList();
    }

    @Override
    public String toString() {
        return "table " + Objects.requireNonNullElse(title, "without title");
    }
}
