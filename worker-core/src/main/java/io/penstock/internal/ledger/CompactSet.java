package io.penstock.internal.ledger;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/**
 * Texts that only ever become more, kept as bytes in a few arrays. A hundred thousand of them are a hundred arrays for the
 * garbage collector, where a map has half a million objects that it copies and then looks through again and again.
 * Thread-safe.
 */
final class CompactSet {
    private static final int PARTS = 64;
    private static final int LONGEST_STEP = 256 * 1024;

    private final Part[] parts =
            IntStream.range(0, PARTS).mapToObj(i -> new Part()).toArray(Part[]::new);
    private final Hash hash = new Hash();
    private final LongAdder bytes = new LongAdder();

    /** Adds a text, unless it is there already. */
    void add(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        int code = hash.of(encoded);
        bytes.add(parts[code & (PARTS - 1)].add(encoded, code));
    }

    boolean contains(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        int code = hash.of(encoded);
        return parts[code & (PARTS - 1)].contains(encoded, code);
    }

    /** About how much memory it takes. */
    long bytes() {
        return bytes.sum();
    }

    /** Texts whose hash ends alike. */
    private static final class Part {
        private static final VarHandle NUMBER =
                MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
        private static final int HEADER = 2 * Integer.BYTES;

        /** One behind the other: hash, length, bytes. */
        private byte[] texts = new byte[256];

        private int used;
        /** Where a text begins, plus 1, at the first free place from its hash on; never more than half full. */
        private int[] places = new int[16];

        private int count;

        /** Returns by how many bytes that has become more. */
        synchronized int add(byte[] text, int code) {
            int place = placeOf(text, code);
            if (places[place] != 0) {
                return 0;
            }
            int end = used + HEADER + text.length;
            if (end > texts.length) {
                texts = Arrays.copyOf(texts, Math.max(end, texts.length + Math.min(texts.length, LONGEST_STEP)));
            }
            NUMBER.set(texts, used, code);
            NUMBER.set(texts, used + Integer.BYTES, text.length);
            System.arraycopy(text, 0, texts, used + HEADER, text.length);
            places[place] = used + 1;
            used = end;
            count++;
            if (count * 2 > places.length) {
                spread();
            }
            return HEADER + text.length + 2 * Integer.BYTES;
        }

        synchronized boolean contains(byte[] text, int code) {
            return places[placeOf(text, code)] != 0;
        }

        /** Where the text is, or the free place where it belongs. */
        private int placeOf(byte[] text, int code) {
            int place = firstPlace(code);
            while (places[place] != 0 && !isAt(places[place] - 1, text, code)) {
                place = (place + 1) & (places.length - 1);
            }
            return place;
        }

        /** The last bits are the same for all of a part. */
        private int firstPlace(int code) {
            return (code / PARTS) & (places.length - 1);
        }

        private boolean isAt(int start, byte[] text, int code) {
            int begin = start + HEADER;
            return (int) NUMBER.get(texts, start) == code
                    && (int) NUMBER.get(texts, start + Integer.BYTES) == text.length
                    && Arrays.equals(texts, begin, begin + text.length, text, 0, text.length);
        }

        private void spread() {
            int[] more = new int[places.length * 2];
            int[] before = places;
            places = more;
            for (int entry : before) {
                if (entry != 0) {
                    int place = firstPlace((int) NUMBER.get(texts, entry - 1));
                    while (more[place] != 0) {
                        place = (place + 1) & (more.length - 1);
                    }
                    more[place] = entry;
                }
            }
        }
    }

    /** Another one in each set: whoever chooses the texts must not be able to choose many with the same hash. */
    private static final class Hash {
        private static final VarHandle EIGHT =
                MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

        private final long seed = ThreadLocalRandom.current().nextLong();
        private final long factor = ThreadLocalRandom.current().nextLong() | 1;

        int of(byte[] text) {
            long mixed = seed ^ text.length;
            int at = 0;
            for (; at + Long.BYTES <= text.length; at += Long.BYTES) {
                mixed = mix(mixed ^ (long) EIGHT.get(text, at));
            }
            for (; at < text.length; at++) {
                mixed = mix(mixed ^ text[at]);
            }
            return (int) (mixed >>> Integer.SIZE);
        }

        private long mix(long value) {
            return Long.rotateLeft(value * factor, Integer.SIZE) ^ value >>> 29;
        }
    }
}
