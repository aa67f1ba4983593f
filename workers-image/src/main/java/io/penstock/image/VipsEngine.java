package io.penstock.image;

import io.penstock.image.LibVips.VipsException;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The fast engine: libvips, which uses all that a processor can do and lets JPEG and WebP decoders shrink while they decode.
 * Takes what is common; whatever it cannot do, or does not like, is left to {@link JavaEngine}.
 */
final class VipsEngine implements Engine {
    private static final int BYTES_PER_PIXEL = 4;
    private static final long BUFFERS = 16L * 1024 * 1024;
    private static final long LOOK_EVERY_MILLIS = 200;

    private final LibVips vips;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("image-watch").factory());

    VipsEngine(LibVips vips) {
        this.vips = vips;
    }

    @Override
    public String name() {
        return "libvips " + vips.version();
    }

    @Override
    public boolean handles(Task task) {
        Header header = task.header();
        boolean common = switch (header.format()) {
            case JPEG -> header.layout().channels() != BYTES_PER_PIXEL;
            case WEBP -> !Codecs.isMoving(header);
            case PNG -> true;
            case GIF, BMP, TIFF -> false;
        };
        return common && header.layout().bits() <= 8 && task.plans().stream().allMatch(VipsEngine::isSimple);
    }

    /** libvips takes options from a name in brackets, and flattens on opaque colours only. */
    private static boolean isSimple(Plan plan) {
        Background background = plan.rendition().background();
        return (background.isOpaque() || background.alpha() == 0)
                && plan.file().toString().indexOf('[') < 0;
    }

    @Override
    public long bytesNeeded(Task task) {
        double scale = scale(task.plans());
        long base = (long) (task.header().pixels() * scale * scale);
        long coefficients = task.header().layout().progressive() ? task.header().pixels() * 6 : 0;
        return (base + base / 3 + 2 * task.outputPixels()) * BYTES_PER_PIXEL + coefficients + BUFFERS;
    }

    /** How large the decoded picture should be: as the largest rendition, or twice that if another is nearly as large. */
    private static double scale(List<Plan> plans) {
        Placement largest = plans.stream()
                .map(Plan::placement)
                .max(Comparator.comparingDouble(Placement::scale))
                .orElseThrow();
        boolean close = plans.stream()
                .map(plan -> plan.placement().scaled())
                .anyMatch(size -> !size.equals(largest.scaled()) && !size.isAtMostHalfOf(largest.scaled()));
        return Math.min(1, close ? 2 * largest.scale() : largest.scale());
    }

    @Override
    public void render(Task task, Deadline deadline) throws IOException, PictureException, NotForThisEngine {
        double scale = scale(task.plans());
        int width = (int) Math.max(1, Math.round(task.header().uprightWidth() * scale));
        int height = (int) Math.max(1, Math.round(task.header().uprightHeight() * scale));
        try (Picture decoded = decoded(task, width, height, deadline);
                Picture base = new Picture(vips, vips.bare(decoded.address()))) {
            renderAll(task, base, deadline);
        } catch (VipsException e) {
            deadline.check();
            throw new NotForThisEngine(e);
        }
    }

    private Picture decoded(Task task, int width, int height, Deadline deadline) throws VipsException {
        try (Picture lazy = new Picture(
                vips, vips.open(task.file(), width, height, task.header().profile() != null))) {
            Future<?> watched = watch.scheduleWithFixedDelay(
                    () -> lazy.stopIf(deadline.isOver()), LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            try {
                return new Picture(vips, vips.inMemory(lazy.address()));
            } finally {
                watched.cancel(false);
            }
        }
    }

    /** Each from the smallest picture that is still large enough: that of an earlier rendition, before it was cut. */
    private void renderAll(Task task, Picture decoded, Deadline deadline) throws VipsException, PictureException {
        List<Plan> largestFirst = task.plans().stream()
                .sorted(Comparator.comparingDouble(
                                (Plan plan) -> plan.placement().scale())
                        .reversed())
                .toList();
        try (Steps steps = new Steps(decoded)) {
            for (Plan plan : largestFirst) {
                deadline.check();
                render(plan, steps);
            }
        }
    }

    private void render(Plan plan, Steps steps) throws VipsException {
        try (Picture picture = steps.scaled(plan.placement())) {
            picture.place(plan.placement(), plan.rendition().background());
            vips.write(picture.address(), plan.file() + options(plan.rendition()));
        }
    }

    /** No metadata; what is not said is the same as in {@link Encoder}. */
    private static String options(Rendition rendition) {
        return switch (rendition.format()) {
            case JPEG -> "[Q=" + rendition.quality() + ",interlace,optimize_coding,strip]";
            case PNG -> "[strip]";
            case WEBP -> "[Q=" + rendition.quality() + ",strip]";
        };
    }
}
