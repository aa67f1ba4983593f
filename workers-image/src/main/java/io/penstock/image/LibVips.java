package io.penstock.image;

import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The few functions of libvips that are used here. A picture is the address of a {@code VipsImage}, which its owner must
 * {@link #release}. Thread-safe, as libvips is.
 */
final class LibVips {
    private static final Logger log = LoggerFactory.getLogger(LibVips.class);
    private static final String[] NAMES = {"libvips.so.42", "libvips.42.dylib", "libvips-42.dll"};

    // values of VipsSize, VipsFailOn, VipsExtend, VipsBandFormat and VipsInterpretation
    private static final int SIZE_FORCE = 3;
    private static final int FAIL_ON_TRUNCATED = 1;
    private static final int EXTEND_BACKGROUND = 5;
    private static final int FORMAT_BYTES = 0;
    private static final int MEANS_GREY = 1;
    private static final int MEANS_SRGB = 22;
    private static final long END = 0;

    private final String version;
    private final Map<VipsFunction, MethodHandle> functions;
    private final Map<String, ByteBuffer> names = new ConcurrentHashMap<>();

    /** An operation failed. What libvips says about it belongs to the process, not to one picture, and is not repeated. */
    static final class VipsException extends Exception {
        VipsException(String operation) {
            super("libvips failed to " + operation);
        }
    }

    private LibVips(NativeLibrary library) throws ReflectiveOperationException, VipsException {
        functions = VipsFunction.in(library);
        version = start();
    }

    /** libvips of this machine, if it is there and Java can call it. */
    static Optional<LibVips> find() {
        return NativeLibrary.open(NAMES).flatMap(LibVips::started);
    }

    private static Optional<LibVips> started(NativeLibrary library) {
        try {
            return Optional.of(new LibVips(library));
        } catch (ReflectiveOperationException | VipsException e) {
            log.warn("libvips is on this machine and cannot be used, Java makes all images: {}", e.toString());
            return Optional.empty();
        }
    }

    /** Each picture is worked on by one thread, and nothing is remembered from one to the next. */
    private String start() throws ReflectiveOperationException, VipsException {
        if (!invoke(VipsFunction.INIT, zeroEnded("penstock")).equals(0)) {
            throw new VipsException("start");
        }
        invoke(VipsFunction.CONCURRENCY_SET, 1);
        invoke(VipsFunction.CACHE_SET_MAX, 0);
        invoke(VipsFunction.BLOCK_UNTRUSTED_SET, 1);
        return NativeLibrary.text((long) invoke(VipsFunction.VERSION_STRING)).split("[-\\s]", 2)[0];
    }

    String version() {
        return version;
    }

    /**
     * Opens a file upright and in exactly this size. Nothing is decoded yet.
     *
     * @param profiled whether it is to be brought to sRGB; without a profile of its own, libvips would guess one
     */
    long open(Path file, int width, int height, boolean profiled) throws VipsException {
        List<Object> arguments = new ArrayList<>(
                List.of(width, name("height"), height, name("size"), SIZE_FORCE, name("fail_on"), FAIL_ON_TRUNCATED));
        if (profiled) {
            arguments.addAll(List.of(name("export_profile"), name("srgb")));
        }
        arguments.add(END);
        return make(
                "decode",
                profiled ? VipsFunction.THUMBNAIL_IN_SRGB : VipsFunction.THUMBNAIL,
                zeroEnded(file.toString()),
                arguments.toArray());
    }

    /** A copy of a picture, computed and in memory; the given one is still its owner's to release. */
    long inMemory(long image) throws VipsException {
        long copy = (long) invoke(VipsFunction.COPY_MEMORY, image);
        if (copy == 0) {
            throw failure("decode");
        }
        return copy;
    }

    /**
     * The pixels of a picture in memory and nothing else of it: libvips 8.14 writes EXIF data into WebP files although it is
     * told not to. To be released before the given one.
     */
    long bare(long inMemory) throws VipsException {
        int bands = (int) invoke(VipsFunction.GET_BANDS, inMemory);
        if (!invoke(VipsFunction.GET_FORMAT, inMemory).equals(FORMAT_BYTES)) {
            throw new VipsException("decode to eight bits");
        }
        long size = (long) width(inMemory) * height(inMemory) * bands;
        long pixels = (long) invoke(
                VipsFunction.NEW_FROM_MEMORY,
                invoke(VipsFunction.GET_DATA, inMemory),
                size,
                width(inMemory),
                height(inMemory),
                bands,
                FORMAT_BYTES);
        try {
            int meaning = bands < 3 ? MEANS_GREY : MEANS_SRGB;
            return make("decode", VipsFunction.COPY, pixels, name("interpretation"), meaning, END);
        } finally {
            release(pixels);
        }
    }

    long resized(long image, int width, int height) throws VipsException {
        return make(
                "scale",
                VipsFunction.THUMBNAIL_IMAGE,
                image,
                width,
                name("height"),
                height,
                name("size"),
                SIZE_FORCE,
                name("no_rotate"),
                1,
                END);
    }

    long part(long image, int x, int y, int width, int height) throws VipsException {
        return make("cut", VipsFunction.EXTRACT_AREA, image, x, y, width, height, END);
    }

    long withAlpha(long image) throws VipsException {
        return make("add transparency", VipsFunction.ADD_ALPHA, image, END);
    }

    /** A picture without transparency, on this background. */
    long flattened(long image, Background background) throws VipsException {
        long colour = colour(background, (int) invoke(VipsFunction.GET_BANDS, image) - 1, false);
        try {
            return make("flatten", VipsFunction.FLATTEN, image, name("background"), colour, END);
        } finally {
            invoke(VipsFunction.UNREF_AREA, colour);
        }
    }

    /** A picture in the middle of a larger canvas. */
    long embedded(long image, Placement placement, Background background) throws VipsException {
        long colour = colour(background, (int) invoke(VipsFunction.GET_BANDS, image), hasAlpha(image));
        try {
            return make(
                    "place",
                    VipsFunction.EMBED,
                    image,
                    placement.marginLeft(),
                    placement.marginTop(),
                    placement.canvas().width(),
                    placement.canvas().height(),
                    name("extend"),
                    EXTEND_BACKGROUND,
                    name("background"),
                    colour,
                    END);
        } finally {
            invoke(VipsFunction.UNREF_AREA, colour);
        }
    }

    private long colour(Background background, int bands, boolean alpha) {
        double[] values = bands < 3
                ? new double[] {background.red(), background.alpha()}
                : new double[] {background.red(), background.green(), background.blue(), background.alpha()};
        int count = alpha ? values.length : values.length - 1;
        ByteBuffer memory =
                ByteBuffer.allocateDirect(values.length * Double.BYTES).order(ByteOrder.nativeOrder());
        memory.asDoubleBuffer().put(values);
        long array = (long) invoke(VipsFunction.NEW_ARRAY, memory, count);
        return array;
    }

    /** Encodes a picture; the options of the encoder follow the name in brackets, as on libvips' command line. */
    void write(long image, String fileAndOptions) throws VipsException {
        ByteBuffer target = zeroEnded(fileAndOptions);
        int failed = (int) invoke(VipsFunction.WRITE_TO_FILE, image, target, END);
        if (failed != 0) {
            throw failure("encode");
        }
    }

    /** Makes whoever computes this picture fail soon. From any thread. */
    void stop(long image) {
        invoke(VipsFunction.SET_KILL, image, 1);
    }

    void release(long image) {
        invoke(VipsFunction.UNREF, image);
    }

    int width(long image) {
        return (int) invoke(VipsFunction.GET_WIDTH, image);
    }

    int height(long image) {
        return (int) invoke(VipsFunction.GET_HEIGHT, image);
    }

    boolean isGrey(long image) {
        return (int) invoke(VipsFunction.GET_BANDS, image) < 3;
    }

    boolean hasAlpha(long image) {
        return !invoke(VipsFunction.HAS_ALPHA, image).equals(0);
    }

    /** Calls an operation whose second parameter is where it puts the picture that it makes. */
    private long make(String what, VipsFunction operation, Object first, Object... others) throws VipsException {
        ByteBuffer out = ByteBuffer.allocateDirect(Long.BYTES).order(ByteOrder.nativeOrder());
        Object[] arguments = new Object[others.length + 2];
        arguments[0] = first;
        arguments[1] = out;
        System.arraycopy(others, 0, arguments, 2, others.length);
        int failed = (int) invoke(operation, arguments);
        long image = out.getLong(0);
        if (failed != 0) {
            throw failure(what);
        }
        return image;
    }

    private VipsException failure(String what) {
        invoke(VipsFunction.CLEAR_ERRORS);
        return new VipsException(what);
    }

    /** A word that is often needed. */
    private ByteBuffer name(String option) {
        return names.computeIfAbsent(option, LibVips::zeroEnded);
    }

    private static ByteBuffer zeroEnded(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocateDirect(bytes.length + 1).put(bytes).put((byte) 0);
    }

    private Object invoke(VipsFunction function, Object... arguments) {
        MethodHandle handle = Objects.requireNonNull(functions.get(function));
        return Objects.requireNonNullElse(NativeLibrary.invoke(handle, arguments), END);
    }
}
