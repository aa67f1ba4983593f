package io.penstock.bench.pdf;

import io.penstock.bench.program.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * All who take part, as command lines.
 *
 * @param work folder for scripts and documents
 * @param warmUp seconds that a process works before it is measured
 * @param seconds that it is measured for
 * @param rows of the report
 */
record Contenders(Path work, double warmUp, double seconds, int rows) {
    /** The one whose packages Debian installs. */
    private static final String PYTHON = "/usr/bin/python3";

    /** Those that make invoices with so many threads; {@code key} begins the keys of their series. */
    List<Program> invoices(String key, int threads) throws IOException {
        List<String> arguments = List.of(
                Integer.toString(threads),
                Double.toString(warmUp),
                Double.toString(seconds),
                Files.createDirectories(work.resolve("documents")).toString(),
                Program.file(Contenders.class, "invoice.html", work).toString());
        return List.of(
                new Program(
                        key + ".penstock",
                        "Penstock, one-page invoice",
                        Program.java(List.of("-Xmx512m"), InvoiceMain.class, arguments),
                        Map.of()),
                new Program(
                        key + ".weasyprint.loop",
                        "WeasyPrint, a process that stays",
                        command(PYTHON, "weasyprint-loop.py", arguments),
                        Map.of()),
                new Program(
                        key + ".weasyprint",
                        "WeasyPrint, a process per document",
                        command("bash", "weasyprint.sh", arguments),
                        Map.of()));
    }

    Program report() throws IOException {
        String folder = Files.createDirectories(work.resolve("documents")).toString();
        return new Program(
                "rows",
                "Penstock, report of " + rows + " rows",
                Program.java(List.of("-Xmx256m"), RowsMain.class, List.of(Integer.toString(rows), folder)),
                Map.of());
    }

    String weasyPrintVersion() throws IOException, InterruptedException {
        return Program.output(List.of("weasyprint", "--version"), Map.of(), work)
                .strip();
    }

    private List<String> command(String interpreter, String script, List<String> arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                interpreter, Program.file(Contenders.class, script, work).toString()));
        words.addAll(arguments);
        return words;
    }
}
