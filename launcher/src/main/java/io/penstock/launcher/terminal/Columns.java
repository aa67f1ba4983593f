package io.penstock.launcher.terminal;

import java.util.ArrayList;
import java.util.List;

/** Rows of text whose cells line up, indented by two spaces. For one thread. */
public final class Columns {
    private static final String GAP = "   ";

    private final List<List<String>> rows = new ArrayList<>();

    /** Adds a row. Rows may be of different lengths. */
    public Columns row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    /** All rows, each with a line break; only the last cell of a row is not padded. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder("  ");
            for (int column = 0; column < row.size(); column++) {
                line.append(row.get(column));
                if (column < row.size() - 1) {
                    line.append(" ".repeat(width(column) - row.get(column).length()))
                            .append(GAP);
                }
            }
            text.append(line.toString().stripTrailing()).append(System.lineSeparator());
        }
        return text.toString();
    }

    /** The last cell of a row needs no room of its own. */
    private int width(int column) {
        return rows.stream()
                .filter(row -> column < row.size() - 1)
                .mapToInt(row -> row.get(column).length())
                .max()
                .orElse(0);
    }
}
