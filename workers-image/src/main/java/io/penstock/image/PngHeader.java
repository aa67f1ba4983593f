package io.penstock.image;

import io.penstock.image.Header.Layout;
import java.awt.color.ICC_Profile;
import java.io.IOException;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/** Walks the chunks of a PNG file up to its pixels (PNG third edition, section 5). */
final class PngHeader {
    private static final int SIGNATURE = 8;
    private static final int CHECKSUM = 4;
    private static final int IHDR = 0x4948_4452;
    private static final int IDAT = 0x4944_4154;
    private static final int ICCP = 0x6943_4350;
    private static final int EXIF = 0x6558_4966;
    private static final int ACTL = 0x6163_544C;

    private final ImageInputStream in;
    private Orientation orientation = Orientation.UPRIGHT;
    private @Nullable ICC_Profile profile;
    private int width;
    private int height;
    private int frames = 1;
    private Layout layout = Layout.COLOUR;

    private PngHeader(ImageInputStream in) {
        this.in = in;
    }

    static Header read(ImageInputStream in) throws IOException, PictureException {
        PngHeader header = new PngHeader(in);
        in.seek(SIGNATURE);
        while (header.chunk()) {
            // one after the other
        }
        return new Header(
                SourceFormat.PNG,
                header.width,
                header.height,
                header.frames,
                header.layout,
                header.orientation,
                header.profile);
    }

    /** Reads one chunk; false if the pixels begin. */
    private boolean chunk() throws IOException, PictureException {
        int length = in.readInt();
        int type = in.readInt();
        long start = in.getStreamPosition();
        if (length < 0 || (type == IHDR) != (width == 0 && height == 0)) {
            throw new PictureException("the PNG file is damaged");
        }
        switch (type) {
            case IHDR -> header();
            case ICCP -> profile = profile(length);
            case EXIF -> orientation = length <= Exif.LONGEST ? Exif.orientation(bytes(length)) : orientation;
            case ACTL -> frames = Math.max(1, in.readInt());
            default -> {
                // says nothing that matters here
            }
        }
        in.seek(start + length + CHECKSUM);
        return type != IDAT;
    }

    private void header() throws IOException, PictureException {
        width = in.readInt();
        height = in.readInt();
        int bits = in.readUnsignedByte();
        int channels = switch (in.readUnsignedByte()) {
            case 0, 3 -> 1;
            case 2 -> 3;
            case 4 -> 2;
            case 6 -> 4;
            default -> throw new PictureException("the PNG file has a colour type that does not exist");
        };
        layout = new Layout(channels, bits, false);
        if (width <= 0 || height <= 0) {
            throw new PictureException("the PNG file has no pixels");
        }
    }

    /** A name that ends in 0, the method 0, the compressed profile. */
    private @Nullable ICC_Profile profile(int length) throws IOException {
        if (length > Icc.LONGEST || layout.channels() < 3) {
            return null;
        }
        byte[] chunk = bytes(length);
        int end = 0;
        while (end < chunk.length && chunk[end] != 0) {
            end++;
        }
        return end + 2 >= chunk.length ? null : Icc.inflate(chunk, end + 2);
    }

    private byte[] bytes(int length) throws IOException {
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }
}
