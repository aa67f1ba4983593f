package io.penstock.pdf;

import io.penstock.spi.HandlerContext;
import io.penstock.spi.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What an operator can set.
 *
 * @param templates folder of installed templates
 * @param limits what one job may use
 */
record PdfSettings(Optional<Path> templates, Limits limits) {
    static final Setting<String> TEMPLATES = new Setting<>(
            "PENSTOCK_PDF_TEMPLATES",
            "",
            false,
            "folder of templates, each a folder with template.html and what belongs to it",
            PdfSettings::folder);
    static final Setting<Duration> TIME_LIMIT = Setting.duration(
            "PENSTOCK_PDF_TIME_LIMIT",
            "30s",
            Duration.ofSeconds(1),
            Duration.ofMinutes(20),
            "how long rendering one document may take");
    static final Setting<Integer> MAX_PAGES =
            Setting.integer("PENSTOCK_PDF_MAX_PAGES", 5_000, 1, 100_000, "most pages of one document");
    static final Setting<Integer> MAX_ROWS =
            Setting.integer("PENSTOCK_PDF_MAX_ROWS", 1_000_000, 1, 100_000_000, "most rows of one table");
    static final List<Setting<?>> ALL = List.of(TEMPLATES, TIME_LIMIT, MAX_PAGES, MAX_ROWS);

    static PdfSettings of(HandlerContext context) {
        String folder = context.get(TEMPLATES);
        return new PdfSettings(
                folder.isEmpty() ? Optional.empty() : Optional.of(Path.of(folder)),
                new Limits(context.get(TIME_LIMIT), context.get(MAX_PAGES), context.get(MAX_ROWS)));
    }

    private static String folder(String text) {
        if (!text.isEmpty() && !Files.isDirectory(Path.of(text))) {
            throw new IllegalArgumentException("expected a folder that exists");
        }
        return text;
    }
}
