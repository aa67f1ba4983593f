package io.penstock.pdf;

import io.penstock.Outcome;
import io.penstock.spi.HandlerContext;
import io.penstock.spi.JobContext;
import io.penstock.spi.JobHandler;
import io.penstock.spi.Setting;
import io.penstock.spi.storage.ObjectStoreException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Renders PDFs: job type {@code pdf.render} on queue {@code pdfs}.
 *
 * <p>A job that runs again writes the same bytes to the same object.
 *
 * <p>Settings are fixed at {@link #start}; afterwards it is safe to use from many threads.
 */
public final class PdfHandler implements JobHandler<PdfPayload> {
    private static final Duration BUSY_FOR = Duration.ofSeconds(10);

    private @Nullable Duration timeLimit;
    private @Nullable PdfRenderer renderer;

    @Override
    public String type() {
        return "pdf.render";
    }

    @Override
    public String queue() {
        return "pdfs";
    }

    @Override
    public Class<PdfPayload> payloadType() {
        return PdfPayload.class;
    }

    @Override
    public List<Setting<?>> settings() {
        return PdfSettings.ALL;
    }

    @Override
    public void start(HandlerContext context) {
        PdfSettings settings = PdfSettings.of(context);
        timeLimit = settings.limits().time();
        renderer = new PdfRenderer(new Templates(settings.templates()), context.objects(), settings.limits());
    }

    /** @throws InterruptedException if the job was cancelled: nothing was written */
    @Override
    public Outcome handle(PdfPayload payload, JobContext context) throws Exception {
        PdfRenderer ready = Objects.requireNonNull(renderer, "not started");
        Duration limit = Objects.requireNonNull(timeLimit, "not started");
        DocumentInfo info = DocumentInfo.of(payload, context.job());
        Stopwatch stopwatch = new Stopwatch();
        try {
            return Outcome.done(Rendering.run(limit, stopwatch, () -> ready.render(payload, info, stopwatch)));
        } catch (RefusedException e) {
            return Outcome.rejected(e);
        } catch (Memory.BusyException e) {
            return busy(e);
        } catch (ObjectStoreException e) {
            return refusedInside(e);
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof ObjectStoreException unread) {
                return unread.outcome();
            }
            throw e;
        }
    }

    /** What the document itself did wrong may come wrapped by the store that it was written to. */
    private static Outcome refusedInside(ObjectStoreException e) {
        Throwable cause = e.getCause();
        if (cause instanceof Memory.BusyException busy) {
            return busy(busy);
        }
        return cause instanceof RefusedException ? Outcome.rejected(cause) : e.outcome();
    }

    /** Uses up no attempt: it is not this document's fault. */
    private static Outcome busy(Memory.BusyException e) {
        return Outcome.snoozed(BUSY_FOR, Objects.requireNonNull(e.getMessage()));
    }
}
