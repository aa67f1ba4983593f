package io.penstock.pdf;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import io.penstock.spi.storage.ObjectStore;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of a table, one at a time, each with a text for every column. Used by one thread. */
final class Rows implements Closeable {
    private static final StreamReadConstraints CONSTRAINTS = StreamReadConstraints.builder()
            .maxStringLength(Limits.CELL)
            .maxNestingDepth(4)
            .build();
    private static final ObjectReader JSON = JsonMapper.builder().build().readerFor(JsonNode.class);
    private static final ObjectReader CSV = CsvMapper.builder(
                    CsvFactory.builder().streamReadConstraints(CONSTRAINTS).build())
            .enable(CsvParser.Feature.WRAP_AS_ARRAY)
            .build()
            .readerFor(String[].class);

    private final List<Column> columns;
    private final @Nullable Closeable source;
    private final Iterator<?> rows;
    private int[] places;
    private int number;

    private Rows(List<Column> columns, Iterator<?> rows, @Nullable Closeable source) {
        this.columns = columns;
        this.rows = rows;
        this.source = source;
        this.places = new int[0];
    }

    static Rows of(Table table, ObjectStore objects) throws IOException {
        List<JsonNode> given = table.rows();
        if (given != null) {
            return new Rows(table.columns(), given.iterator(), null);
        }
        String url = String.valueOf(table.rowsUrl());
        InputStream stream = objects.open(url, Limits.ROWS_OBJECT);
        try {
            return RowFormat.of(url) == RowFormat.CSV ? csv(table, stream) : ndjson(table, stream);
        } catch (IOException | RuntimeException e) {
            stream.close();
            throw e;
        }
    }

    private static Rows ndjson(Table table, InputStream stream) throws IOException {
        JsonMapper mapper = JsonMapper.builder(com.fasterxml.jackson.core.JsonFactory.builder()
                        .streamReadConstraints(CONSTRAINTS)
                        .build())
                .build();
        JsonParser parser = mapper.createParser(reader(stream));
        return new Rows(table.columns(), JSON.readValues(parser), stream);
    }

    private static Rows csv(Table table, InputStream stream) throws IOException {
        MappingIterator<String[]> lines = CSV.readValues(reader(stream));
        String[] head = lines.hasNext() ? lines.next() : new String[0];
        head = Arrays.stream(head)
                .map(name -> name.replace("\ufeff", "").strip())
                .toArray(String[]::new);
        List<Column> columns = table.columns().isEmpty()
                ? Arrays.stream(head).map(Column::named).toList()
                : table.columns();
        if (columns.isEmpty()) {
            throw new RefusedException("table.rows_url: expected a first line that names the columns");
        }
        Rows rows = new Rows(columns, lines, stream);
        List<String> names = List.of(head);
        rows.places =
                columns.stream().mapToInt(column -> names.indexOf(column.key())).toArray();
        for (int column = 0; column < rows.places.length; column++) {
            if (rows.places[column] < 0) {
                throw new RefusedException("table.columns: the first line of rows_url has no column "
                        + columns.get(column).key());
            }
        }
        return rows;
    }

    private static Reader reader(InputStream stream) {
        return new InputStreamReader(
                stream, StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT));
    }

    List<Column> columns() {
        return columns;
    }

    /** The next row, or null after the last. */
    @Nullable
    List<String> next() throws IOException {
        try {
            if (!rows.hasNext()) {
                return null;
            }
            Object row = rows.next();
            number++;
            return texts(row);
        } catch (RuntimeException e) {
            throw explained(e);
        }
    }

    private List<String> texts(Object row) {
        List<String> texts = switch (row) {
            case String[] fields ->
                Arrays.stream(places)
                        .mapToObj(place -> place < fields.length ? fields[place] : "")
                        .toList();
            case JsonNode node -> columnsOf(node);
            default -> throw new IllegalStateException("unexpected row " + row.getClass());
        };
        if (texts.stream().anyMatch(text -> text.length() > Limits.CELL)) {
            throw new RefusedException(
                    "table.rows: row " + number + " has a value of more than " + Limits.CELL + " characters");
        }
        return texts;
    }

    private List<String> columnsOf(JsonNode row) {
        if (row.isArray() && row.size() > columns.size()) {
            throw new RefusedException(
                    "table.rows: row " + number + " has " + row.size() + " values for " + columns.size() + " columns");
        }
        if (!row.isArray() && !row.isObject()) {
            throw new RefusedException("table.rows: row " + number + " is neither a list nor an object");
        }
        List<String> texts = new ArrayList<>(columns.size());
        for (int column = 0; column < columns.size(); column++) {
            JsonNode value = row.isArray()
                    ? row.path(column)
                    : row.path(columns.get(column).key());
            texts.add(value.isMissingNode() || value.isNull() ? "" : value.asText());
        }
        return texts;
    }

    private IOException explained(RuntimeException e) {
        Throwable cause = e;
        while (cause != null) {
            if (cause instanceof JsonProcessingException
                    || cause instanceof java.nio.charset.CharacterCodingException) {
                throw new RefusedException("table.rows_url: after row " + number + ": " + firstLine(cause), e);
            }
            if (cause instanceof IOException io) {
                return io;
            }
            cause = cause.getCause();
        }
        throw e;
    }

    private static String firstLine(Throwable cause) {
        return cause instanceof JsonProcessingException json ? json.getOriginalMessage() : "not UTF-8";
    }

    @Override
    public void close() throws IOException {
        if (source != null) {
            source.close();
        }
    }
}
