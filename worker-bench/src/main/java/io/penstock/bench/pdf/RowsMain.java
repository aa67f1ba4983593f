package io.penstock.bench.pdf;

import io.penstock.bench.program.Sample;
import io.penstock.bench.program.StartedHandler;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One report of many rows, the first job of a process. */
public final class RowsMain {
    private RowsMain() {}

    /** Arguments: number of rows, folder. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        Path rows = write(folder.resolve("rows.csv"), Integer.parseInt(arguments[0]));
        String json = StartedHandler.json(Map.of(
                "table",
                Map.of("title", "Bookings", "rows_url", "file://" + rows),
                "output",
                "file://" + folder + "/rows.pdf"));
        StartedHandler handler = StartedHandler.of(
                "pdf.render", List.of("--object-store-root=" + folder, "--penstock-pdf-time-limit=20m"));
        long start = System.nanoTime();
        handler.run(json);
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.println(Sample.ofThisProcess(1, seconds).line());
        handler.handler().close();
        System.exit(0);
    }

    private static Path write(Path file, int rows) throws IOException {
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            writer.write("Number,Customer,Date,Text,Amount\n");
            for (int row = 1; row <= rows; row++) {
                writer.write(row + ",Müller & Söhne GmbH,2026-03-" + (row % 28 + 1) + ",Standard plan,€ " + row % 1_000
                        + ".50\n");
            }
        }
        return file;
    }
}
