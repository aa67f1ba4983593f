package io.penstock.launcher;

import io.penstock.launcher.console.ConsoleApi;
import io.penstock.launcher.terminal.CommandFailure;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Exports dead letters. */
@Command(
        name = "export",
        description = {"Write dead letters to standard output, redacted.", ""})
final class DlqExportCommand implements Callable<Integer> {
    enum Format {
        ndjson,
        csv
    }

    @Mixin
    private DlqFilter filter = new DlqFilter();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Format format = Format.ndjson;

    @Override
    public Integer call() {
        Map<String, String> query = filter.parameters();
        query.put("format", format.name());
        try (InputStream content = ConsoleApi.of(System.getenv()).download("/dead-letters/export", query)) {
            content.transferTo(System.out);
            System.out.flush();
            return 0;
        } catch (IOException e) {
            throw CommandFailure.failed("the export broke off and is not complete: " + e.getMessage());
        }
    }
}
