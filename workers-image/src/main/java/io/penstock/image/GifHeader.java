package io.penstock.image;

import io.penstock.image.Header.Layout;
import java.awt.Rectangle;
import java.io.IOException;
import java.nio.ByteOrder;
import javax.imageio.stream.ImageInputStream;

/** Walks the blocks of a GIF file (GIF89a, appendix A) and counts its frames. */
final class GifHeader {
    private static final int IMAGE = 0x2C;
    private static final int EXTENSION = 0x21;

    private final ImageInputStream in;
    private int width;
    private int height;
    private int frames;
    private Rectangle first = new Rectangle();

    private GifHeader(ImageInputStream in) {
        this.in = in;
    }

    /** The size is that of the canvas, or of the first frame if that is larger. */
    static Header read(ImageInputStream in) throws IOException {
        GifHeader header = new GifHeader(in);
        header.walk(Limits.MAX_FRAMES);
        return new Header(
                SourceFormat.GIF,
                Math.max(header.width, header.first.x + header.first.width),
                Math.max(header.height, header.first.y + header.first.height),
                header.frames,
                new Layout(1, 8, false),
                Orientation.UPRIGHT,
                null);
    }

    /** Where the first frame is on the canvas. Leaves the stream somewhere in the middle. */
    static Rectangle firstFrame(ImageInputStream in) throws IOException {
        GifHeader header = new GifHeader(in);
        header.walk(0);
        return header.first;
    }

    /** Up to one frame more than {@code most}. */
    private void walk(int most) throws IOException {
        in.setByteOrder(ByteOrder.LITTLE_ENDIAN);
        in.seek(6);
        width = in.readUnsignedShort();
        height = in.readUnsignedShort();
        int flags = in.readUnsignedByte();
        in.skipBytes(2 + tableLength(flags));
        int block = in.read();
        while ((block == IMAGE || block == EXTENSION) && frames <= most) {
            if (block == IMAGE) {
                frame();
            }
            in.skipBytes(1);
            skipData();
            block = in.read();
        }
    }

    private void frame() throws IOException {
        int left = in.readUnsignedShort();
        int top = in.readUnsignedShort();
        Rectangle frame = new Rectangle(left, top, in.readUnsignedShort(), in.readUnsignedShort());
        in.skipBytes(tableLength(in.readUnsignedByte()));
        first = frames == 0 ? frame : first;
        frames++;
    }

    private static int tableLength(int flags) {
        return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
    }

    private void skipData() throws IOException {
        int length = in.read();
        while (length > 0) {
            in.skipBytes(length);
            length = in.read();
        }
    }
}
