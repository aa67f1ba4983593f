package io.penstock.pdf;

import io.penstock.spi.storage.ObjectStore;
import io.penstock.spi.storage.StoredObject;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicInteger;

/** Turns a payload into an object. Safe to use from many threads. */
final class PdfRenderer {
    private static final int PART_FOR_WAITING = 4;

    private final Templates templates;
    private final ObjectStore objects;
    private final Limits limits;
    private final Memory memory;
    private final Workbench.Pool pool = new Workbench.Pool();

    PdfRenderer(Templates templates, ObjectStore objects, Limits limits) {
        this.templates = templates;
        this.objects = objects;
        this.limits = limits;
        this.memory = new Memory(Runtime.getRuntime().maxMemory(), limits.time().dividedBy(PART_FOR_WAITING));
    }

    /** @throws RefusedException if the payload cannot become a document */
    PdfResult render(PdfPayload payload, DocumentInfo info, Stopwatch stopwatch) throws IOException {
        Workbench workbench = pool.take();
        AtomicInteger pages = new AtomicInteger();
        try {
            StoredObject stored = objects.write(payload.output(), "application/pdf", out -> {
                OutputStream stoppable = new StoppableStream(out, stopwatch);
                pages.set(write(payload, info, workbench, stopwatch, stoppable));
                stoppable.flush();
            });
            return new PdfResult(stored.url(), pages.get(), stored.bytes(), stored.sha256());
        } finally {
            pool.giveBack(workbench);
        }
    }

    /** Returns how many pages it has. */
    int write(PdfPayload payload, DocumentInfo info, Workbench workbench, Stopwatch stopwatch, OutputStream out)
            throws IOException {
        Table table = payload.table();
        if (table != null) {
            try (Rows rows = Rows.of(table, objects)) {
                return new TableRenderer(info, workbench.fonts(), stopwatch, limits)
                        .write(table.title(), rows, TableRenderer.page(payload.pageSize(), payload.landscape()), out);
            }
        }
        Template template = payload.template() == null ? new Template.None() : templates.find(payload.template());
        String html = payload.html() == null ? templates.fill(template, payload.model()) : payload.html();
        try (Resources resources = new Resources(template, objects, stopwatch, memory)) {
            HtmlRenderer renderer = new HtmlRenderer(info, resources, workbench, stopwatch, limits.pages());
            int pages = renderer.layout(HtmlSource.parse(html, pageCss(payload)));
            renderer.write(out);
            return pages;
        }
    }

    private static String pageCss(PdfPayload payload) {
        String size = payload.pageSize();
        if (size == null && !payload.landscape()) {
            return "";
        }
        return "@page { size: " + (size == null ? "A4" : size) + (payload.landscape() ? " landscape" : "") + "; }";
    }
}
