package io.penstock.image;

import io.penstock.image.Header.Layout;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.imageio.stream.ImageInputStream;

/** Walks the segments of a JPEG file (ITU-T T.81 annex B). */
final class JpegHeader {
    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int DNL = 0xDC;
    private static final int APP1 = 0xE1;
    private static final int APP2 = 0xE2;
    private static final String PROFILE = "ICC_PROFILE\0";
    private static final int CHUNK = 32 * 1024;

    private final ImageInputStream in;
    private final byte[] chunk = new byte[CHUNK];
    private Orientation orientation = Orientation.UPRIGHT;
    private int width;
    private int height;
    private int scans;
    private Layout layout = Layout.COLOUR;
    private final ByteArrayOutputStream profile = new ByteArrayOutputStream();

    private JpegHeader(ImageInputStream in) {
        this.in = in;
    }

    static Header read(ImageInputStream in) throws IOException, PictureException {
        JpegHeader header = new JpegHeader(in);
        header.walk();
        if (header.width == 0) {
            throw new PictureException("the JPEG file has no picture in it");
        }
        return new Header(
                SourceFormat.JPEG,
                header.width,
                header.height,
                header.scans,
                header.layout,
                header.orientation,
                header.profile.size() == 0 ? null : Icc.parse(header.profile.toByteArray()));
    }

    /** Up to the first scan; to the end if scans must be counted, as each of many costs as much as the whole picture. */
    private void walk() throws IOException {
        int marker = nextMarker();
        while (marker >= 0 && marker != EOI) {
            if (marker == SOS) {
                scans++;
            }
            if (marker == SOS && height > 0 && (!layout.progressive() || scans > Limits.MAX_FRAMES)) {
                return;
            }
            marker = isBare(marker) ? nextMarker() : afterSegment(marker);
        }
    }

    private int afterSegment(int marker) throws IOException {
        int length = in.readUnsignedShort() - 2;
        long start = in.getStreamPosition();
        if (isFrame(marker) && width == 0) {
            frame(marker);
        } else if (marker == DNL && height == 0) {
            height = in.readUnsignedShort();
        } else if (marker == APP1 && orientation.equals(Orientation.UPRIGHT) && length > 0) {
            exif(length);
        } else if (marker == APP2 && length > PROFILE.length() + 2 && profile.size() < Icc.LONGEST) {
            profile(length);
        }
        in.seek(start + Math.max(0, length));
        return nextMarker();
    }

    private void frame(int marker) throws IOException {
        int bits = in.readUnsignedByte();
        height = in.readUnsignedShort();
        width = in.readUnsignedShort();
        boolean progressive = marker == 0xC2 || marker == 0xC6 || marker == 0xCA || marker == 0xCE;
        layout = new Layout(in.readUnsignedByte(), bits, progressive);
    }

    private void exif(int length) throws IOException {
        byte[] bytes = new byte[length];
        try {
            in.readFully(bytes);
        } catch (EOFException truncated) {
            return;
        }
        if (com.drew.metadata.exif.ExifReader.startsWithJpegExifPreamble(bytes)) {
            orientation = Exif.orientation(bytes);
        }
    }

    /** A profile comes in parts, each with its number; nobody writes them in another order. */
    private void profile(int length) throws IOException {
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        if (new String(bytes, 0, PROFILE.length(), StandardCharsets.ISO_8859_1).equals(PROFILE)) {
            profile.write(bytes, PROFILE.length() + 2, length - PROFILE.length() - 2);
        }
    }

    /** The next marker that means something, skipping what a scan consists of; -1 at the end. */
    private int nextMarker() throws IOException {
        boolean marked = false;
        while (true) {
            long start = in.getStreamPosition();
            int count = in.read(chunk);
            for (int i = 0; i < count; i++) {
                int value = chunk[i] & 0xFF;
                if (marked && value != 0 && value != 0xFF) {
                    in.seek(start + i + 1);
                    return value;
                }
                marked = value == 0xFF;
            }
            if (count < 0) {
                return -1;
            }
        }
    }

    private static boolean isBare(int marker) {
        return marker == SOI || marker == 0x01 || (marker >= 0xD0 && marker <= 0xD7);
    }

    private static boolean isFrame(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }
}
