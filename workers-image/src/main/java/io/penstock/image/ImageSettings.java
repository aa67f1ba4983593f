package io.penstock.image;

import io.penstock.spi.HandlerContext;
import io.penstock.spi.Setting;
import java.time.Duration;
import java.util.List;

/**
 * What an operator can set.
 *
 * @param engine {@code auto}, {@code java} or {@code libvips}
 * @param threads pictures that are worked on at once, at least 1
 * @param memoryBytes what all of them together may need
 * @param limits what a source may cost
 */
record ImageSettings(String engine, int threads, long memoryBytes, Limits limits) {
    static final Setting<String> ENGINE = Setting.choice(
            "PENSTOCK_IMAGE_ENGINE",
            List.of("auto", "java", "libvips"),
            "what makes renditions: libvips if it is on the machine, else Java (auto), or always one of the two");
    static final Setting<Integer> THREADS = Setting.integer(
            "PENSTOCK_IMAGE_THREADS", 0, 0, 1_024, "pictures worked on at once; 0: as many as there are processors");
    static final Setting<Integer> MEMORY = Setting.integer(
            "PENSTOCK_IMAGE_MEMORY",
            0,
            0,
            1_048_576,
            "MiB that pictures being worked on may need together; 0: 60 % of the heap");
    static final Setting<Integer> MEGAPIXELS =
            Setting.integer("PENSTOCK_IMAGE_MAX_MEGAPIXELS", 50, 1, 268, "largest source in millions of pixels");
    static final Setting<Duration> TIME_LIMIT = Setting.duration(
            "PENSTOCK_IMAGE_TIME_LIMIT",
            "30s",
            Duration.ofSeconds(1),
            Duration.ofMinutes(20),
            "how long decoding a source and making its renditions may take");
    static final List<Setting<?>> ALL = List.of(ENGINE, THREADS, MEMORY, MEGAPIXELS, TIME_LIMIT);

    private static final int HEAP_PERCENT = 60;

    static ImageSettings of(HandlerContext context) {
        int threads = context.get(THREADS);
        int memory = context.get(MEMORY);
        return new ImageSettings(
                context.get(ENGINE),
                threads == 0 ? Runtime.getRuntime().availableProcessors() : threads,
                memory == 0 ? Runtime.getRuntime().maxMemory() / 100 * HEAP_PERCENT : (long) memory << 20,
                new Limits(context.get(MEGAPIXELS) * 1_000_000L, context.get(TIME_LIMIT)));
    }
}
