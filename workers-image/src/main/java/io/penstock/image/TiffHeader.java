package io.penstock.image;

import io.penstock.image.Header.Layout;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Set;
import javax.imageio.stream.ImageInputStream;

/** Walks the directories of a TIFF file (TIFF 6.0, section 2) and counts its pages. */
final class TiffHeader {
    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int BITS = 258;
    private static final int ORIENTATION = 274;
    private static final int CHANNELS = 277;
    private static final int STRIP_LENGTHS = 279;
    private static final int TILE_WIDTH = 322;
    private static final int TILE_HEIGHT = 323;
    private static final int TILE_LENGTHS = 325;
    private static final int ENTRY = 12;

    private final ImageInputStream in;
    private final Set<Long> seen = new HashSet<>();
    private int pages;
    private long width;
    private long height;
    private int bits = 1;
    private int channels = 1;
    private Orientation orientation = Orientation.UPRIGHT;

    private TiffHeader(ImageInputStream in) {
        this.in = in;
    }

    static Header read(ImageInputStream in) throws IOException, PictureException {
        TiffHeader header = new TiffHeader(in);
        in.setByteOrder(in.read() == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        in.seek(4);
        long next = in.readUnsignedInt();
        while (next != 0 && header.pages <= Limits.MAX_FRAMES) {
            next = header.directory(next);
        }
        return new Header(
                SourceFormat.TIFF,
                (int) Math.min(Integer.MAX_VALUE, header.width),
                (int) Math.min(Integer.MAX_VALUE, header.height),
                header.pages,
                new Layout(header.channels, header.bits, false),
                header.orientation,
                null);
    }

    /** Reads the first directory, skips the others; returns where the next one is. */
    private long directory(long offset) throws IOException, PictureException {
        if (!seen.add(offset)) {
            throw new PictureException("the TIFF file's pages go round in a circle");
        }
        in.seek(offset);
        int entries = in.readUnsignedShort();
        pages++;
        if (pages == 1) {
            for (int i = 0; i < entries; i++) {
                in.seek(offset + 2 + (long) ENTRY * i);
                entry();
            }
        }
        in.seek(offset + 2 + (long) ENTRY * entries);
        return in.readUnsignedInt();
    }

    private void entry() throws IOException, PictureException {
        int tag = in.readUnsignedShort();
        int type = in.readUnsignedShort();
        long count = in.readUnsignedInt();
        switch (tag) {
            case WIDTH -> width = value(type, count);
            case HEIGHT -> height = value(type, count);
            case BITS -> bits = (int) Math.min(64, value(type, count));
            case CHANNELS -> channels = (int) Math.min(64, value(type, count));
            case ORIENTATION -> orientation = Orientation.of((int) value(type, count));
            case TILE_WIDTH, TILE_HEIGHT -> checkTile(value(type, count));
            case STRIP_LENGTHS, TILE_LENGTHS -> checkLengths(type, count);
            default -> {
                // the decoder's affair
            }
        }
    }

    /** The first value of an entry of shorts or longs. */
    private long value(int type, long count) throws IOException {
        int size = type == 3 ? 2 : 4;
        if (count * size > 4) {
            in.seek(in.readUnsignedInt());
        }
        return type == 3 ? in.readUnsignedShort() : in.readUnsignedInt();
    }

    private static void checkTile(long side) throws PictureException {
        if (side > Limits.MAX_SIDE) {
            throw new PictureException("expected tiles of at most " + Limits.MAX_SIDE + " pixels on a side");
        }
    }

    /** A decoder allocates what is announced here, so it must be in the file. */
    private void checkLengths(int type, long count) throws IOException, PictureException {
        long size = type == 3 ? 2 : 4;
        if (count * size > in.length()) {
            throw new PictureException("the TIFF file announces more than it has: it is truncated or damaged");
        }
        if (count * size > 4) {
            in.seek(in.readUnsignedInt());
        }
        long sum = 0;
        for (long i = 0; i < count; i++) {
            sum += type == 3 ? in.readUnsignedShort() : in.readUnsignedInt();
        }
        if (sum > in.length()) {
            throw new PictureException("the TIFF file announces more than it has: it is truncated or damaged");
        }
    }
}
