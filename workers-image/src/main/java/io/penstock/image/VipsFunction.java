package io.penstock.image;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.EnumMap;
import java.util.Map;

/** The functions of libvips and GLib that are called, and their types in C. */
enum VipsFunction {
    INIT("vips_init", 0, "i:p"),
    CONCURRENCY_SET("vips_concurrency_set", 0, "v:i"),
    CACHE_SET_MAX("vips_cache_set_max", 0, "v:i"),
    BLOCK_UNTRUSTED_SET("vips_block_untrusted_set", 0, "v:i"),
    VERSION_STRING("vips_version_string", 0, "p:"),
    THUMBNAIL("vips_thumbnail", 3, "i:ppipipipip"),
    THUMBNAIL_IN_SRGB("vips_thumbnail", 3, "i:ppipipipippp"),
    THUMBNAIL_IMAGE("vips_thumbnail_image", 3, "i:ppipipipip"),
    EXTRACT_AREA("vips_extract_area", 6, "i:ppiiiip"),
    ADD_ALPHA("vips_addalpha", 2, "i:ppp"),
    FLATTEN("vips_flatten", 2, "i:ppppp"),
    EMBED("vips_embed", 6, "i:ppiiiipippp"),
    WRITE_TO_FILE("vips_image_write_to_file", 2, "i:ppp"),
    COPY_MEMORY("vips_image_copy_memory", 0, "p:p"),
    NEW_FROM_MEMORY("vips_image_new_from_memory", 0, "p:ppiiii"),
    COPY("vips_copy", 2, "i:pppip"),
    GET_DATA("vips_image_get_data", 0, "p:p"),
    GET_FORMAT("vips_image_get_format", 0, "i:p"),
    SET_KILL("vips_image_set_kill", 0, "v:pi"),
    UNREF("g_object_unref", 0, "v:p"),
    GET_WIDTH("vips_image_get_width", 0, "i:p"),
    GET_HEIGHT("vips_image_get_height", 0, "i:p"),
    GET_BANDS("vips_image_get_bands", 0, "i:p"),
    HAS_ALPHA("vips_image_hasalpha", 0, "i:p"),
    NEW_ARRAY("vips_array_double_new", 0, "p:pi"),
    UNREF_AREA("vips_area_unref", 0, "v:p"),
    CLEAR_ERRORS("vips_error_clear", 0, "v:");

    private final String symbol;
    private final int fixed;
    private final String types;

    /**
     * One of them.
     *
     * @param fixed how many parameters come before those that are {@code ...} in C; 0 if there are none of these
     * @param types the result's and the parameters': {@code i} int, {@code p} pointer or size, {@code v} nothing
     */
    VipsFunction(String symbol, int fixed, String types) {
        this.symbol = symbol;
        this.fixed = fixed;
        this.types = types;
    }

    private MethodType type() {
        return MethodType.methodType(
                type(types.charAt(0)),
                types.substring(2).chars().mapToObj(VipsFunction::type).toArray(Class<?>[]::new));
    }

    private static Class<?> type(int letter) {
        return switch (letter) {
            case 'i' -> int.class;
            case 'p' -> long.class;
            case 'v' -> void.class;
            default -> throw new IllegalArgumentException(Character.toString(letter));
        };
    }

    /**
     * All of them.
     *
     * @throws ReflectiveOperationException if the library lacks one
     */
    static Map<VipsFunction, MethodHandle> in(NativeLibrary library) throws ReflectiveOperationException {
        Map<VipsFunction, MethodHandle> all = new EnumMap<>(VipsFunction.class);
        for (VipsFunction function : values()) {
            all.put(
                    function,
                    function.fixed == 0
                            ? library.function(function.symbol, function.type())
                            : library.variadic(function.symbol, function.fixed, function.type()));
        }
        return all;
    }
}
