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
    private final LongAdder bytes = new LongAdder();

    /**
     * What is added, or looked for in several sets.
     *
     * @param bytes of the text
     * @param code their hash
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Text(byte[] bytes, int code) {
        static Text of(String text) {
            byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
            return new Text(encoded, Hash.of(encoded));
        }
    }

    /** Adds a text, unless it is there already. */
    void add(String text) {
        Text added = Text.of(text);
        bytes.add(partOf(added).add(added));
    }

    boolean contains(Text text) {
        return partOf(text).contains(text);
    }

    private Part partOf(Text text) {
        return parts[text.code() & (PARTS - 1)];
    }

    /** About how much memory it takes. */
    long bytes() {
        return bytes.sum();
    }

    /** Texts whose hash ends alike. */
    private static final class Part {
        private static final VarHandle NUMBER =
                MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
        private static final int HEADER = Integer.BYTES;
        private static final long START = 0xFFFF_FFFFL;

        /** One behind the other: length, bytes. */
        private byte[] texts = new byte[256];

        private int used;
        /**
         * A text's hash, and where it begins, plus 1; at the first free place from its hash on. Never more than half full. With
         * the hash here a text that is not in the set is seldom looked for in its memory, which no cache holds.
         */
        private long[] places = new long[16];

        private int count;

        /** Returns by how many bytes that has become more. */
        synchronized int add(Text added) {
            byte[] text = added.bytes();
            int place = placeOf(added);
            if (places[place] != 0) {
                return 0;
            }
            int end = used + HEADER + text.length;
            if (end > texts.length) {
                texts = Arrays.copyOf(texts, Math.max(end, texts.length + Math.min(texts.length, LONGEST_STEP)));
            }
            NUMBER.set(texts, used, text.length);
            System.arraycopy(text, 0, texts, used + HEADER, text.length);
            places[place] = (long) added.code() << Integer.SIZE | used + 1;
            used = end;
            count++;
            if (count * 2 > places.length) {
                spread();
            }
            return HEADER + text.length + 2 * Long.BYTES;
        }

        synchronized boolean contains(Text text) {
            return places[placeOf(text)] != 0;
        }

        /** Where the text is, or the free place where it belongs. */
        private int placeOf(Text text) {
            int place = firstPlace(text.code());
            while (places[place] != 0 && !isAt(places[place], text)) {
                place = (place + 1) & (places.length - 1);
            }
            return place;
        }

        /** The last bits are the same for all of a part. */
        private int firstPlace(int code) {
            return (code / PARTS) & (places.length - 1);
        }

        private boolean isAt(long entry, Text text) {
            return codeOf(entry) == text.code() && isAt((int) (entry & START) - 1, text.bytes());
        }

        private boolean isAt(int start, byte[] text) {
            int begin = start + HEADER;
            return (int) NUMBER.get(texts, start) == text.length
                    && Arrays.equals(texts, begin, begin + text.length, text, 0, text.length);
        }

        private static int codeOf(long entry) {
            return (int) (entry >>> Integer.SIZE);
        }

        private void spread() {
            long[] more = new long[places.length * 2];
            long[] before = places;
            places = more;
            for (long entry : before) {
                if (entry != 0) {
                    int place = firstPlace(codeOf(entry));
                    while (more[place] != 0) {
                        place = (place + 1) & (more.length - 1);
                    }
                    more[place] = entry;
                }
            }
        }
    }

    /** Another one in each process: whoever chooses the texts must not be able to choose many with the same hash. */
    private static final class Hash {
        private static final VarHandle EIGHT =
                MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

        private static final long SEED = ThreadLocalRandom.current().nextLong();
        private static final long FACTOR = ThreadLocalRandom.current().nextLong() | 1;

        private Hash() {}

        static int of(byte[] text) {
            long mixed = SEED ^ text.length;
            int at = 0;
            for (; at + Long.BYTES <= text.length; at += Long.BYTES) {
                mixed = mix(mixed ^ (long) EIGHT.get(text, at));
            }
            for (; at < text.length; at++) {
                mixed = mix(mixed ^ text[at]);
            }
            return (int) (mixed >>> Integer.SIZE);
        }

        private static long mix(long value) {
            return Long.rotateLeft(value * FACTOR, Integer.SIZE) ^ value >>> 29;
        }
    }
}
