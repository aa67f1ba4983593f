package io.penstock.image;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.ref.Reference;
import java.lang.reflect.Array;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Functions of a library of this machine, called through {@code java.lang.foreign}. That package is final since Java 22,
 * while Penstock is compiled for 21, so it is reached by reflection – once per function; calls themselves go through method
 * handles. Pointers are passed as {@code long}, which 64-bit calling conventions do not tell apart. Thread-safe.
 */
final class NativeLibrary {
    private static final int FIRST_RELEASE = 22;
    private static final int LONGEST_TEXT = 4_096;

    private final Object linker;
    private final Object symbols;

    private NativeLibrary(Object linker, Object symbols) {
        this.linker = linker;
        this.symbols = symbols;
    }

    /** The first of these libraries that is found; none before Java 22, on 32 bits, or where native access is denied. */
    static Optional<NativeLibrary> open(String... names) {
        if (Runtime.version().feature() < FIRST_RELEASE || !"64".equals(System.getProperty("sun.arch.data.model"))) {
            return Optional.empty();
        }
        for (String name : names) {
            try {
                Object arena = call(type("Arena"), "global");
                Object symbols = type("SymbolLookup")
                        .getMethod("libraryLookup", String.class, type("Arena"))
                        .invoke(null, name, arena);
                return Optional.of(new NativeLibrary(call(type("Linker"), "nativeLinker"), symbols));
            } catch (ReflectiveOperationException e) {
                // not there under this name
            }
        }
        return Optional.empty();
    }

    /**
     * A function that takes and returns {@code int}, {@code long} and {@code double}.
     *
     * @throws ReflectiveOperationException if the library has none of that name
     */
    MethodHandle function(String name, MethodType type) throws ReflectiveOperationException {
        return link(name, type, options(0));
    }

    /** The same for a function whose parameters after the first {@code fixed} are {@code ...} in C. */
    MethodHandle variadic(String name, int fixed, MethodType type) throws ReflectiveOperationException {
        Object options = options(1);
        Array.set(
                options,
                0,
                type("Linker$Option").getMethod("firstVariadicArg", int.class).invoke(null, fixed));
        return link(name, type, options);
    }

    private MethodHandle link(String name, MethodType type, Object options) throws ReflectiveOperationException {
        Optional<?> symbol = (Optional<?>)
                type("SymbolLookup").getMethod("find", String.class).invoke(symbols, name);
        if (symbol.isEmpty()) {
            throw new NoSuchMethodException(name);
        }
        return (MethodHandle) type("Linker")
                .getMethod("downcallHandle", type("MemorySegment"), type("FunctionDescriptor"), options.getClass())
                .invoke(linker, symbol.get(), descriptor(type), options);
    }

    private static Object descriptor(MethodType type) throws ReflectiveOperationException {
        Object parameters = Array.newInstance(type("MemoryLayout"), type.parameterCount());
        for (int i = 0; i < type.parameterCount(); i++) {
            Array.set(parameters, i, layout(type.parameterType(i)));
        }
        Class<?> descriptor = type("FunctionDescriptor");
        return type.returnType() == void.class
                ? descriptor.getMethod("ofVoid", parameters.getClass()).invoke(null, parameters)
                : descriptor
                        .getMethod("of", type("MemoryLayout"), parameters.getClass())
                        .invoke(null, layout(type.returnType()), parameters);
    }

    private static Object layout(Class<?> primitive) throws ReflectiveOperationException {
        return type("ValueLayout")
                .getField("JAVA_" + primitive.getName().toUpperCase(Locale.ROOT))
                .get(null);
    }

    private static Object options(int count) throws ReflectiveOperationException {
        return Array.newInstance(type("Linker$Option"), count);
    }

    /**
     * Calls a function; returns what it returns, boxed.
     *
     * @param arguments numbers, and direct buffers for the addresses of their memory, which is kept meanwhile
     */
    static @Nullable Object invoke(MethodHandle function, Object... arguments) {
        try {
            Object[] values = arguments.clone();
            for (int i = 0; i < values.length; i++) {
                values[i] = arguments[i] instanceof ByteBuffer buffer ? address(buffer) : arguments[i];
            }
            return function.invokeWithArguments(values);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e); // functions of C throw nothing
        } finally {
            Reference.reachabilityFence(arguments);
        }
    }

    private static long address(ByteBuffer direct) throws ReflectiveOperationException {
        Object segment = type("MemorySegment")
                .getMethod("ofBuffer", Buffer.class)
                .invoke(null, direct.duplicate().rewind());
        return (long) type("MemorySegment").getMethod("address").invoke(segment);
    }

    /** The text at an address, up to its final zero or 4,096 bytes. */
    static String text(long address) throws ReflectiveOperationException {
        Class<?> segments = type("MemorySegment");
        Object start = segments.getMethod("ofAddress", long.class).invoke(null, address);
        Object reachable = segments.getMethod("reinterpret", long.class).invoke(start, LONGEST_TEXT);
        return (String) segments.getMethod("getString", long.class).invoke(reachable, 0L);
    }

    private static Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName("java.lang.foreign." + name);
    }

    private static Object call(Class<?> type, String method) throws ReflectiveOperationException {
        return type.getMethod(method).invoke(null);
    }
}
