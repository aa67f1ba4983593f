package io.penstock.pdf;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.penstock.Job;
import io.penstock.Outcome;
import io.penstock.internal.config.Config;
import io.penstock.internal.storage.Schemes;
import io.penstock.spi.EventStream;
import io.penstock.spi.HandlerContext;
import io.penstock.spi.JobContext;
import io.penstock.spi.Setting;
import io.penstock.spi.http.OutboundHttp;
import io.penstock.spi.state.SharedState;
import io.penstock.spi.storage.ObjectStore;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A started handler on an object store in a folder. */
final class Desk {
    private static final JsonMapper STRICT = JsonMapper.builder().build();

    private final Path root;
    private final PdfHandler handler = new PdfHandler();

    Desk(Path root, String... settings) {
        this.root = root;
        Map<String, String> values = new HashMap<>();
        for (int index = 0; index < settings.length; index += 2) {
            values.put(settings[index], settings[index + 1]);
        }
        handler.start(new Settings(values, store("--object-store-root=" + root)));
    }

    private Desk(Path root, ObjectStore objects) {
        this.root = root;
        handler.start(new Settings(Map.of(), objects));
    }

    /** With the object store that these flags configure. */
    static Desk with(Path root, String... flags) {
        return new Desk(root, store(flags));
    }

    static ObjectStore store(String... flags) {
        return Schemes.open(Config.read(List.of(flags), Map.of()), request -> {
                    throw new UnsupportedOperationException("no test here calls " + request.url());
                })
                .store();
    }

    static PdfPayload payload(String json) {
        try {
            return STRICT.readValue(json, PdfPayload.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a job whose payload gets {@code output} set to {@code name} below the root. */
    Outcome run(Map<String, ?> fields, String name) throws Exception {
        Map<String, Object> all = new HashMap<>(fields);
        all.put("output", root.resolve(name).toUri().toString());
        return handler.handle(STRICT.convertValue(all, PdfPayload.class), JobContext.outsideOfWorkers(job()));
    }

    /** The file that it has to become. */
    Path render(Map<String, ?> fields, String name) throws Exception {
        Outcome outcome = run(fields, name);
        if (outcome instanceof Outcome.Done) {
            return root.resolve(name);
        }
        throw new AssertionError("expected a PDF, got " + outcome);
    }

    /** Why it is refused. */
    String whyRejected(Map<String, ?> fields) throws Exception {
        Outcome outcome = run(fields, "rejected.pdf");
        if (outcome instanceof Outcome.Rejected rejected) {
            return String.valueOf(rejected.error().message());
        }
        throw new AssertionError("expected a rejection, got " + outcome);
    }

    static String output(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(String.join(" ", command) + " failed: " + text);
        }
        return text;
    }

    static Map<String, Object> invoice(int items) {
        List<Map<String, String>> lines = new ArrayList<>();
        for (int item = 1; item <= items; item++) {
            lines.add(Map.of("name", "Item number " + item, "quantity", "2", "price", "€ 1.50", "amount", "€ 3.00"));
        }
        lines.add(Map.of("name", "漢字 テスト 한국어", "quantity", "1", "price", "€ 1.00", "amount", "€ 1.00"));
        lines.add(Map.of("name", "שלום עולם (בדיקה 123)", "quantity", "1", "price", "€ 1.00", "amount", "€ 1.00"));
        lines.add(
                Map.of("name", "مرحبا بالعالم، فاتورة رقم ٤٢", "quantity", "1", "price", "€ 1.00", "amount", "€ 1.00"));
        return Map.of(
                "number", "2026-0042",
                "logo", LOGO,
                "seller", Map.of("name", "Penstock Ltd", "address", List.of("1 Mill Race", "Bristol")),
                "customer", Map.of("name", "Müller & Söhne", "address", List.of("Mühlenweg 7", "80331 München")),
                "facts", List.of(Map.of("name", "Date", "value", "1 March 2026")),
                "items", lines,
                "totals",
                        List.of(
                                Map.of("name", "Subtotal", "value", "€ 9.00"),
                                Map.of("name", "Total", "value", "€ 9.00")),
                "note", "Thank you",
                "footer", List.of("Penstock Ltd", "VAT GB123456789"));
    }

    /** A PNG, half of it half transparent. */
    static final String LOGO = logo();

    private static String logo() {
        java.awt.image.BufferedImage image =
                new java.awt.image.BufferedImage(60, 20, java.awt.image.BufferedImage.TYPE_INT_ARGB);
        for (int x = 0; x < 60; x++) {
            for (int y = 0; y < 20; y++) {
                image.setRGB(x, y, x < 30 ? 0xff1e3a5f : 0x801e3a5f);
            }
        }
        java.io.ByteArrayOutputStream png = new java.io.ByteArrayOutputStream();
        try {
            javax.imageio.ImageIO.write(image, "png", png);
        } catch (java.io.IOException e) {
            throw new UncheckedIOException(e);
        }
        return "data:image/png;base64," + java.util.Base64.getEncoder().encodeToString(png.toByteArray());
    }

    private static Job job() {
        return new Job(
                "invoice-7",
                "pdf.render",
                "pdfs",
                null,
                null,
                1,
                8,
                Instant.parse("2026-03-01T12:00:00Z"),
                null,
                null,
                null,
                null,
                null,
                Map.of());
    }

    private record Settings(Map<String, String> values, ObjectStore objects) implements HandlerContext {
        @Override
        public <T> T get(Setting<T> setting) {
            return setting.parser()
                    .parse(values.getOrDefault(setting.name(), Objects.requireNonNull(setting.defaultText())));
        }

        @Override
        public MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }

        @Override
        public OutboundHttp http() {
            throw new UnsupportedOperationException("documents are not read over HTTP");
        }

        @Override
        public EventStream events() {
            throw new UnsupportedOperationException("a document tells no events of its own");
        }

        @Override
        public SharedState state() {
            throw new UnsupportedOperationException("a document shares no state");
        }
    }
}
