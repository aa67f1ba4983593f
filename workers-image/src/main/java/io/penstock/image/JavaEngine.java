package io.penstock.image;

import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import net.coobird.thumbnailator.Thumbnails;
import org.jspecify.annotations.Nullable;

/** The engine that is always there: ImageIO with the plug-ins of TwelveMonkeys and libwebp, scaling by Thumbnailator. */
final class JavaEngine implements Engine {
    /** A decoder that thins out takes a pixel where it should take a mean: so many in both directions are left to make one. */
    private static final double LEAST_REDUCTION = 3;

    private static final int BYTES_PER_INT_PIXEL = 4;
    private static final long BUFFERS = 4L * 1024 * 1024;

    private final PictureDecoder decoder = new PictureDecoder();

    @Override
    public String name() {
        return "java";
    }

    @Override
    public boolean handles(Task task) {
        return true;
    }

    /** Every how many pixels, in both directions, the decoder keeps one. */
    private static int step(Task task) {
        return (int) Math.max(1, Math.floor(1 / task.scale() / LEAST_REDUCTION));
    }

    @Override
    public long bytesNeeded(Task task) {
        int step = step(task);
        long decoded = task.header().pixels() / ((long) step * step);
        long coefficients = task.header().layout().progressive() ? task.header().pixels() * 2 : 0;
        return decoded * PictureDecoder.bytesPerPixel(task.header())
                + decoded // the next smaller one, half as wide and half as high
                + coefficients
                + task.outputPixels() * BYTES_PER_INT_PIXEL * 2
                + BUFFERS;
    }

    @Override
    public void render(Task task, Deadline deadline) throws IOException, PictureException {
        Pyramid pyramid = new Pyramid(decoder.decode(task.file(), task.header(), step(task), deadline));
        for (Plan plan : largestFirst(task.plans())) {
            deadline.check();
            Encoder.write(picture(task.header(), plan, pyramid), plan.rendition(), plan.file());
        }
    }

    private static List<Plan> largestFirst(List<Plan> plans) {
        return plans.stream()
                .sorted(Comparator.comparingDouble(
                                (Plan plan) -> plan.placement().scale())
                        .reversed())
                .toList();
    }

    private static BufferedImage picture(Header header, Plan plan, Pyramid pyramid) throws IOException {
        Placement placement = plan.placement();
        Orientation orientation = header.orientation();
        Pyramid.Decoded level = pyramid.forScale(placement.scale());
        Region part = level.of(orientation.stored(placement.region(), header.width(), header.height()));
        boolean sideways = orientation.isSideways();
        BufferedImage scaled = Thumbnails.of(level.image())
                .forceSize(
                        sideways ? placement.part().height() : placement.part().width(),
                        sideways ? placement.part().width() : placement.part().height())
                .imageType(
                        level.image().getColorModel().hasAlpha()
                                ? BufferedImage.TYPE_INT_ARGB
                                : BufferedImage.TYPE_INT_RGB)
                .resizer(new Lanczos(part))
                .asBufferedImage();
        return Canvas.placed(orientation.upright(Icc.toSrgb(scaled, profile(header))), placement, plan.rendition());
    }

    /** TwelveMonkeys has applied that of a JPEG file already. */
    private static @Nullable ICC_Profile profile(Header header) {
        return header.format() == SourceFormat.JPEG ? null : header.profile();
    }
}
