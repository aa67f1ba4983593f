package io.penstock.image;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Locale;
import java.util.Optional;

/** What a rendition is encoded as. */
public enum OutputFormat {
    JPEG("image/jpeg", "jpg"),
    PNG("image/png", "png"),
    WEBP("image/webp", "webp");

    private final String mediaType;
    private final String suffix;

    OutputFormat(String mediaType, String suffix) {
        this.mediaType = mediaType;
        this.suffix = suffix;
    }

    /** Reads the word of a payload. */
    @JsonCreator
    static OutputFormat of(String word) {
        return switch (word) {
            case "jpeg" -> JPEG;
            case "png" -> PNG;
            case "webp" -> WEBP;
            default -> throw new IllegalArgumentException("expected one of jpeg, png, webp");
        };
    }

    /** What the end of an object's name promises, if it promises something. */
    static Optional<OutputFormat> ofName(String url) {
        String name = url.toLowerCase(Locale.ROOT);
        if (name.endsWith(".jpg") || name.endsWith(".jpeg")) {
            return Optional.of(JPEG);
        }
        if (name.endsWith(".png")) {
            return Optional.of(PNG);
        }
        return name.endsWith(".webp") ? Optional.of(WEBP) : Optional.empty();
    }

    /** As in {@code Content-Type}. */
    String mediaType() {
        return mediaType;
    }

    /** The usual ending of a file's name, without the dot. */
    String suffix() {
        return suffix;
    }

    boolean hasAlpha() {
        return this != JPEG;
    }

    boolean hasQuality() {
        return this != PNG;
    }
}
