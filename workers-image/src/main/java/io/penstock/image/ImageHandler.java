package io.penstock.image;

import io.penstock.Outcome;
import io.penstock.image.Engine.Plan;
import io.penstock.image.Engine.Task;
import io.penstock.image.ImageResult.SourcePicture;
import io.penstock.image.ImageResult.Stored;
import io.penstock.spi.HandlerContext;
import io.penstock.spi.JobContext;
import io.penstock.spi.JobHandler;
import io.penstock.spi.Setting;
import io.penstock.spi.storage.ObjectStore;
import io.penstock.spi.storage.ObjectStoreException;
import io.penstock.spi.storage.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes renditions of pictures: job type {@code image.resize} on queue {@code images}.
 *
 * <p>Safe to run again: each object is written whole or not at all, and a second run writes the same bytes to the same
 * URLs. Renditions are made first and stored then, so a source that cannot be decoded leaves no object.
 *
 * <p>Settings are fixed at {@link #start}; afterwards it is safe to use from many threads.
 */
public final class ImageHandler implements JobHandler<ImagePayload> {
    private static final Logger log = LoggerFactory.getLogger(ImageHandler.class);

    private @Nullable ObjectStore objects;
    private @Nullable Studio studio;
    private String engine = "";

    /** For {@link java.util.ServiceLoader}. */
    public ImageHandler() {}

    @Override
    public String type() {
        return "image.resize";
    }

    @Override
    public String queue() {
        return "images";
    }

    @Override
    public Class<ImagePayload> payloadType() {
        return ImagePayload.class;
    }

    @Override
    public List<Setting<?>> settings() {
        return ImageSettings.ALL;
    }

    @Override
    public void start(HandlerContext context) {
        ImageSettings settings = ImageSettings.of(context);
        Codecs.register();
        List<Engine> engines = Engines.of(settings);
        engine = engines.getFirst().name();
        objects = context.objects();
        studio = new Studio(engines, settings);
        log.info(
                "images are made by {}, {} at once, with up to {} MiB of memory",
                engine,
                settings.threads(),
                settings.memoryBytes() >> 20);
    }

    @Override
    public Map<String, String> health() {
        return Map.of("engine", engine);
    }

    /** @throws InterruptedException if the job was cancelled; objects that were stored already stay */
    @Override
    public Outcome handle(ImagePayload payload, JobContext context) throws IOException, InterruptedException {
        try (WorkFolder folder = WorkFolder.create()) {
            fetch(payload.source(), folder);
            Task task = Objects.requireNonNull(studio, "not started").make(folder, payload.renditions());
            return Outcome.done(new ImageResult(described(task), store(task)));
        } catch (ObjectStoreException e) {
            return e.outcome();
        } catch (PictureException e) {
            return Outcome.rejected(e);
        }
    }

    @Override
    public void close() {
        if (studio != null) {
            studio.close();
        }
    }

    private void fetch(String url, WorkFolder folder) throws IOException {
        try (InputStream in = store().open(url, Limits.MAX_BYTES)) {
            Files.copy(in, folder.source());
        }
    }

    private static SourcePicture described(Task task) {
        Header header = task.header();
        return new SourcePicture(
                header.uprightWidth(), header.uprightHeight(), header.format().toString());
    }

    private List<Stored> store(Task task) throws IOException, InterruptedException {
        List<Stored> stored = new ArrayList<>();
        for (Plan plan : task.plans()) {
            if (Thread.interrupted()) {
                throw new InterruptedException("cancelled before everything was stored");
            }
            stored.add(store(plan));
        }
        return stored;
    }

    private Stored store(Plan plan) throws IOException {
        Rendition rendition = plan.rendition();
        StoredObject object =
                store().write(rendition.output(), rendition.format().mediaType(), out -> Files.copy(plan.file(), out));
        Placement placement = plan.placement();
        return new Stored(
                rendition.name(),
                object.url(),
                placement.canvas().width(),
                placement.canvas().height(),
                object.bytes(),
                object.sha256());
    }

    private ObjectStore store() {
        return Objects.requireNonNull(objects, "not started");
    }
}
