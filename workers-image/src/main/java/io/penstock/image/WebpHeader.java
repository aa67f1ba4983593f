package io.penstock.image;

import io.penstock.image.Header.Layout;
import java.awt.color.ICC_Profile;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/** Walks the chunks of a WebP file (RFC 9649). */
final class WebpHeader {
    private static final int FIRST_CHUNK = 12;

    private final ImageInputStream in;
    private Orientation orientation = Orientation.UPRIGHT;
    private @Nullable ICC_Profile profile;
    private int width;
    private int height;
    private int frames;
    private boolean animated;

    private WebpHeader(ImageInputStream in) {
        this.in = in;
    }

    static Header read(ImageInputStream in) throws IOException, PictureException {
        WebpHeader header = new WebpHeader(in);
        in.setByteOrder(ByteOrder.LITTLE_ENDIAN);
        in.seek(FIRST_CHUNK);
        while (header.chunk()) {
            // one after the other
        }
        if (header.frames == 0) {
            throw new PictureException("the WebP file has no picture in it: it is truncated or damaged");
        }
        return new Header(
                SourceFormat.WEBP,
                header.width,
                header.height,
                header.frames,
                new Layout(4, 8, header.animated),
                header.orientation,
                header.profile);
    }

    /** Reads one chunk; false after the last. */
    private boolean chunk() throws IOException, PictureException {
        String type = type();
        if (type.isEmpty() || frames > Limits.MAX_FRAMES) {
            return false;
        }
        long length = in.readUnsignedInt();
        long start = in.getStreamPosition();
        switch (type) {
            case "VP8X" -> extended();
            case "VP8 " -> lossy();
            case "VP8L" -> lossless();
            case "ANMF" -> frames++;
            case "ICCP" -> profile = length > Icc.LONGEST ? null : Icc.parse(bytes(length));
            case "EXIF" -> orientation = length > Exif.LONGEST ? orientation : Exif.orientation(bytes(length));
            default -> {
                // says nothing that matters here
            }
        }
        in.seek(start + length + (length & 1));
        return true;
    }

    private String type() throws IOException {
        byte[] type = new byte[4];
        try {
            in.readFully(type);
            return new String(type, java.nio.charset.StandardCharsets.ISO_8859_1);
        } catch (EOFException end) {
            return "";
        }
    }

    private void extended() throws IOException {
        animated = (in.readUnsignedByte() & 2) != 0;
        in.skipBytes(3);
        width = 1 + threeBytes();
        height = 1 + threeBytes();
    }

    private int threeBytes() throws IOException {
        return in.readUnsignedShort() | (in.readUnsignedByte() << 16);
    }

    /** RFC 6386, section 9.1: three bytes of frame tag, a start code, and 14 bits for each side. */
    private void lossy() throws IOException, PictureException {
        in.skipBytes(3);
        if (threeBytes() != 0x2A019D) {
            throw new PictureException("the WebP file is damaged");
        }
        frame(in.readUnsignedShort() & 0x3FFF, in.readUnsignedShort() & 0x3FFF);
    }

    private void lossless() throws IOException, PictureException {
        if (in.readUnsignedByte() != 0x2F) {
            throw new PictureException("the WebP file is damaged");
        }
        int bits = in.readInt();
        frame(1 + (bits & 0x3FFF), 1 + ((bits >>> 14) & 0x3FFF));
    }

    /** The picture must be as large as the canvas that was announced, or the decoder would do more than was allowed. */
    private void frame(int frameWidth, int frameHeight) throws PictureException {
        if (frames == 0 && width > 0 && (width != frameWidth || height != frameHeight)) {
            throw new PictureException("the WebP file contradicts itself about its size");
        }
        frames++;
        width = frameWidth;
        height = frameHeight;
    }

    private byte[] bytes(long length) throws IOException {
        byte[] bytes = new byte[(int) length];
        in.readFully(bytes);
        return bytes;
    }
}
