package io.penstock.pdf;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table; as JSON an object, or a string that is both key and title.
 *
 * @param key what rows that are objects call it
 * @param title its head
 * @param align {@code left}, {@code right} or {@code center}
 * @param width relative to the other columns', from 0.1 to 100
 */
public record Column(String key, String title, String align, float width) {
    private static final float NARROWEST = 0.1f;
    private static final float WIDEST = 100;

    public Column {
        if (!List.of("left", "right", "center").contains(align)) {
            throw new IllegalArgumentException("table.columns.align: expected left, right or center");
        }
        if (!(width >= NARROWEST && width <= WIDEST)) {
            throw new IllegalArgumentException("table.columns.width: expected a number from 0.1 to 100");
        }
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Column named(String name) {
        return new Column(name, name, "left", 1);
    }

    @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
    static Column of(
            @JsonProperty("key") @Nullable String key,
            @JsonProperty("title") @Nullable String title,
            @JsonProperty("align") @Nullable String align,
            @JsonProperty("width") @Nullable Float width) {
        if (key == null) {
            throw new IllegalArgumentException("table.columns.key: expected text, got none");
        }
        return new Column(key, title == null ? key : title, align == null ? "left" : align, width == null ? 1 : width);
    }
}
