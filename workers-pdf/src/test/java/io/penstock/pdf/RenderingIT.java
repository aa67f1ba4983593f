package io.penstock.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.spi.JobHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.ValidationResult;

class RenderingIT {
    @TempDir
    private Path root;

    @Test
    void the_runtime_finds_the_plug_in() {
        assertThat(ServiceLoader.load(JobHandler.class)).anySatisfy(found -> {
            assertThat(found.type()).isEqualTo("pdf.render");
            assertThat(found.queue()).isEqualTo("pdfs");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"1b", "2b", "3b"})
    void documents_and_tables_are_valid_pdf_a(String level) throws Exception {
        Desk desk = new Desk(root);

        assertValid(
                level,
                desk.render(
                        Map.of(
                                "template",
                                "invoice",
                                "model",
                                Desk.invoice(60),
                                "pdf_a",
                                level,
                                "title",
                                "Größe",
                                "author",
                                "A"),
                        "invoice.pdf"));
        assertValid(level, desk.render(Map.of("html", "<p>Hi</p>", "pdf_a", level), "html.pdf"));
        assertValid(level, desk.render(Map.of("table", table(200), "pdf_a", level), "table.pdf"));
    }

    private static void assertValid(String level, Path file) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        PDFAFlavour flavour = PDFAFlavour.byFlavourId(level);
        try (PDFAParser parser = Foundries.defaultInstance().createParser(file.toFile(), flavour)) {
            ValidationResult result =
                    Foundries.defaultInstance().createValidator(flavour, false).validate(parser);
            assertThat(result.getTestAssertions())
                    .extracting(assertion -> assertion.getRuleId() + " " + assertion.getMessage())
                    .isEmpty();
            assertThat(result.isCompliant()).isTrue();
        }
        assertThat(Desk.output("qpdf", "--check", file.toString())).contains("No syntax or stream encoding errors");
    }

    private static Map<String, Object> table(int rows) {
        List<List<String>> lines = java.util.stream.IntStream.rangeClosed(1, rows)
                .mapToObj(row -> List.of("row-" + row + "-", "Größe " + row, "漢字"))
                .toList();
        return Map.of(
                "title",
                "Bookings",
                "columns",
                List.of("Key", Map.of("key", "t", "title", "Text", "align", "right"), "שלום"),
                "rows",
                lines);
    }

    @Test
    void every_row_is_found_on_pages_with_heads_and_numbers() throws Exception {
        Desk desk = new Desk(root);
        Path file = desk.render(Map.of("table", table(300)), "table.pdf");
        String text = Desk.output("pdftotext", "-layout", file.toString(), "-");

        for (int row = 1; row <= 300; row++) {
            assertThat(text).contains("row-" + row + "-");
        }
        String[] pages = text.stripTrailing().split("\f", -1);
        for (int page = 1; page <= pages.length; page++) {
            assertThat(pages[page - 1]).contains("Key", "Text", "Page " + page + " of " + pages.length);
        }
        assertThat(pages.length).isGreaterThan(5);
    }

    @Test
    void every_page_of_an_invoice_has_header_footer_and_number() throws Exception {
        Path file = new Desk(root).render(Map.of("template", "invoice", "model", Desk.invoice(90)), "invoice.pdf");
        String[] pages = Desk.output("pdftotext", "-layout", file.toString(), "-")
                .stripTrailing()
                .split("\f", -1);

        assertThat(pages.length).isGreaterThan(2);
        for (int page = 1; page <= pages.length; page++) {
            assertThat(pages[page - 1])
                    .contains("Mill Race", "VAT GB123456789", "Page " + page + " of " + pages.length);
        }
        assertThat(String.join("", pages)).contains("Item number 1 ", "Item number 90 ", "漢字");
    }

    @Test
    void rows_come_from_csv_and_ndjson_objects() throws Exception {
        Desk desk = new Desk(root);
        Path csv = Files.writeString(root.resolve("rows.csv"), "Name,Amount\n\"Doe, \"\"J\"\"\",12\nZoë,13\n");
        Path ndjson = Files.writeString(
                root.resolve("rows.ndjson"), "{\"Name\": \"Jane\", \"Amount\": 1.50}\n[\"Zoë\", null]\n");

        assertThat(Desk.output(
                        "pdftotext",
                        desk.render(
                                        Map.of(
                                                "table",
                                                Map.of("rows_url", csv.toUri().toString())),
                                        "a.pdf")
                                .toString(),
                        "-"))
                .contains("Doe, \"J\"", "Zoë", "13", "Amount");
        assertThat(Desk.output(
                        "pdftotext",
                        desk.render(
                                        Map.of(
                                                "table",
                                                Map.of(
                                                        "columns",
                                                        List.of("Amount", "Name"),
                                                        "rows_url",
                                                        ndjson.toUri().toString())),
                                        "b.pdf")
                                .toString(),
                        "-"))
                .contains("Jane", "Zoë");
        Files.writeString(root.resolve("bad.ndjson"), "{\"Name\": \"Jane\"}\n{nonsense\n");
        assertThat(desk.whyRejected(Map.of(
                        "table",
                        Map.of(
                                "columns",
                                List.of("Name"),
                                "rows_url",
                                root.resolve("bad.ndjson").toUri().toString()))))
                .contains("after row 1");
    }

    @Test
    void a_retry_writes_the_same_bytes() throws Exception {
        for (Map<String, Object> job : List.<Map<String, Object>>of(
                Map.of("template", "invoice", "model", Desk.invoice(30), "pdf_a", "2b"), Map.of("table", table(50)))) {
            byte[] first = Files.readAllBytes(new Desk(root).render(job, "a.pdf"));
            Desk warm = new Desk(root);
            warm.render(Map.of("html", "<p><b>other</b> 漢字</p>"), "b.pdf");

            assertThat(Files.readAllBytes(warm.render(job, "a.pdf"))).isEqualTo(first);
        }
    }

    @Test
    void documents_that_are_made_at_once_are_the_same_as_alone() throws Exception {
        Desk desk = new Desk(root);
        List<Map<String, Object>> jobs = java.util.stream.IntStream.range(0, 24)
                .<Map<String, Object>>mapToObj(number -> Map.of(
                        "html",
                        "<style>.a" + number + " { color: #0000" + (number + 10) + "; margin: " + number
                                + "pt }</style>" + "<p class='a" + number + "' style='padding: " + number
                                + "pt'>Größe <b>Ж</b></p>"))
                .toList();
        List<byte[]> alone = new ArrayList<>();
        for (Map<String, Object> job : jobs) {
            alone.add(Files.readAllBytes(new Desk(root).render(job, "alone.pdf")));
        }
        List<Future<Path>> atOnce = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int number = 0; number < jobs.size(); number++) {
                String name = number + ".pdf";
                Map<String, Object> job = jobs.get(number);
                atOnce.add(executor.submit(() -> desk.render(job, name)));
            }
        }
        for (int number = 0; number < jobs.size(); number++) {
            assertThat(Files.readAllBytes(atOnce.get(number).get())).isEqualTo(alone.get(number));
        }
    }

    @Test
    void every_style_has_letters_beyond_latin() throws Exception {
        String words = "Größe Ελλάδα Привет Việt";
        Path file = new Desk(root)
                .render(
                        Map.of(
                                "html",
                                "<p>" + words + "</p><p><b>" + words + "</b></p><p><i>" + words + "</i></p><p><b><i>"
                                        + words + "</i></b></p>"),
                        "a.pdf");

        assertThat(Desk.output("pdftotext", file.toString(), "-").split(words, -1))
                .hasSize(5);
        assertThat(Desk.output("pdffonts", file.toString()))
                .contains("NotoSans-Regular", "NotoSans-Bold", "NotoSans-Italic", "NotoSans-BoldItalic")
                .doesNotContain("DejaVu");
    }

    @Test
    void metadata_is_written() throws Exception {
        Path file = new Desk(root)
                .render(
                        Map.of(
                                "html",
                                "<p>x</p>",
                                "title",
                                "Größe 漢字",
                                "author",
                                "Zoë",
                                "page_size",
                                "a5",
                                "landscape",
                                true),
                        "a.pdf");

        assertThat(Desk.output("pdfinfo", file.toString()))
                .contains("Größe 漢字", "Zoë", "595", "419")
                .containsPattern("Page size: +595[0-9.]* x 419|Page size: +595[0-9.]* x 420");
    }

    @Test
    void an_installed_template_uses_its_own_folder_only() throws Exception {
        Path folder = Files.createDirectories(root.resolve("templates/hello"));
        Files.writeString(
                folder.resolve("template.html"),
                "<link rel='stylesheet' type='text/css' href='own.css'><p>Hello {{name}} {{name.class}} {{#each list}}{{this}}{{/each}}</p>{{#if leak}}<img src='{{leak}}'>{{/if}}");
        Files.writeString(folder.resolve("own.css"), "@page { size: A5 } p { color: red }");
        Files.createSymbolicLink(folder.resolve("link.png"), Files.writeString(root.resolve("secret.png"), "x"));
        Desk desk = new Desk(
                root, "PENSTOCK_PDF_TEMPLATES", root.resolve("templates").toString());

        Path file = desk.render(
                Map.of("template", "hello", "model", Map.of("name", "<b>Zoë</b>", "list", List.of(1, 2))), "a.pdf");

        assertThat(Desk.output("pdftotext", file.toString(), "-"))
                .contains("Hello <b>Zoë</b>", "12")
                .doesNotContain("java");
        for (String leak : List.of("../../secret.png", "link.png", "%2e%2e/secret.png")) {
            assertThat(desk.whyRejected(Map.of("template", "hello", "model", Map.of("leak", leak))))
                    .contains("there is no");
        }
        assertThat(desk.whyRejected(Map.of("template", "nobody"))).contains("there is none named nobody");
    }

    @Test
    void every_shipped_template_renders_in_pdf_a() throws Exception {
        Desk desk = new Desk(root);
        for (String name : List.of("invoice", "statement", "report", "letter")) {
            assertValid(
                    "2b",
                    desk.render(Map.of("template", name, "model", Samples.of(name), "pdf_a", "2b"), name + ".pdf"));
        }
    }
}
