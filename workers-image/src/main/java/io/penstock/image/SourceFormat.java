package io.penstock.image;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** What a source may be, told from its first bytes and never from its name. */
enum SourceFormat {
    JPEG,
    PNG,
    GIF,
    WEBP,
    BMP,
    TIFF;

    /** How many bytes {@link #of} wants to see. */
    static final int MAGIC_BYTES = 12;

    static Optional<SourceFormat> of(byte[] beginning) {
        String text = new String(beginning, StandardCharsets.ISO_8859_1);
        if (text.startsWith("\u00FF\u00D8\u00FF")) {
            return Optional.of(JPEG);
        }
        if (text.startsWith("\u0089PNG\r\n\u001A\n")) {
            return Optional.of(PNG);
        }
        if (text.startsWith("GIF87a") || text.startsWith("GIF89a")) {
            return Optional.of(GIF);
        }
        if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) {
            return Optional.of(WEBP);
        }
        if (text.startsWith("II*\0") || text.startsWith("MM\0*")) {
            return Optional.of(TIFF);
        }
        return text.startsWith("BM") ? Optional.of(BMP) : Optional.empty();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
