package io.penstock.console.http;

import io.penstock.console.letter.LetterFilter;
import io.penstock.console.letter.Letters;
import io.penstock.console.letter.TenantScope;
import io.penstock.console.redact.LetterExport;
import io.penstock.console.redact.Redaction;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Dead letters as a file, redacted. */
final class ExportRoutes {
    private final Letters letters;
    private final Redaction redaction;

    ExportRoutes(Letters letters, Redaction redaction) {
        this.letters = letters;
        this.redaction = redaction;
    }

    /** The routes. */
    List<Route> routes() {
        return List.of(new Route(
                Route.Method.GET,
                LetterRoutes.PATH + "/export",
                LetterRoutes.READER,
                Effect.discloses("dead_letters.export"),
                Operation.of("Dead letters as lines of JSON or as a table")
                        .with(LetterRoutes.FILTER)
                        .with(Parameter.choice("format", List.of("ndjson", "csv"), "Default: ndjson"))
                        .giving(new Operation.Gives.Content(List.of("application/x-ndjson", "text/csv"))),
                this::export));
    }

    private Answer export(Call call) {
        LetterFilter filter = LetterRoutes.filter(call);
        TenantScope scope = LetterRoutes.scope(call);
        LetterExport export = new LetterExport(letters, redaction);
        boolean csv = "csv".equals(call.text("format"));
        call.act().on("dead letters by filter").detail("filter", call.query());
        return csv
                ? new Answer.Download(
                        LetterExport.CSV, "dead-letters.csv", out -> write(out, to -> export.csv(scope, filter, to)))
                : new Answer.Download(
                        LetterExport.NDJSON,
                        "dead-letters.ndjson",
                        out -> write(out, to -> export.ndjson(scope, filter, to)));
    }

    private interface Export {
        void to(Writer out);
    }

    private static void write(OutputStream out, Export export) throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 64 * 1024);
        try {
            export.to(writer);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        writer.flush();
    }
}
