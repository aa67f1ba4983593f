package io.penstock.image;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import javax.imageio.stream.ImageInputStream;

/** Reads what a source says of itself, in constant memory and without decoding a pixel. */
final class HeaderReader {
    private HeaderReader() {}

    /**
     * The header of a file.
     *
     * @throws PictureException if it is no picture of a known format, or one that ends in its header
     */
    static Header read(Path file, Deadline deadline) throws IOException, PictureException {
        try (SourceStream in = new SourceStream(file, deadline)) {
            byte[] magic = new byte[SourceFormat.MAGIC_BYTES];
            int count = Math.max(0, in.read(magic));
            if (count == 0) {
                throw new PictureException("the source is empty");
            }
            SourceFormat format = SourceFormat.of(magic)
                    .orElseThrow(() -> new PictureException(
                            "expected a JPEG, PNG, GIF, WebP, BMP or TIFF picture, got something else"));
            in.seek(0);
            return read(format, in);
        } catch (EOFException e) {
            throw new PictureException("the source ends before its picture begins: it is truncated", e);
        }
    }

    private static Header read(SourceFormat format, ImageInputStream in) throws IOException, PictureException {
        return switch (format) {
            case JPEG -> JpegHeader.read(in);
            case PNG -> PngHeader.read(in);
            case GIF -> GifHeader.read(in);
            case WEBP -> WebpHeader.read(in);
            case BMP -> bmp(in);
            case TIFF -> TiffHeader.read(in);
        };
    }

    /** BITMAPINFOHEADER and its successors, or the older BITMAPCOREHEADER with its short sides. */
    private static Header bmp(ImageInputStream in) throws IOException {
        in.setByteOrder(ByteOrder.LITTLE_ENDIAN);
        in.seek(14);
        boolean core = in.readInt() == 12;
        int width = core ? in.readUnsignedShort() : in.readInt();
        int height = core ? in.readUnsignedShort() : in.readInt();
        in.readUnsignedShort();
        int bits = in.readUnsignedShort();
        int channels = bits == 32 ? 4 : bits >= 16 ? 3 : 1;
        return new Header(
                SourceFormat.BMP,
                width,
                height == Integer.MIN_VALUE ? 0 : Math.abs(height),
                1,
                new Header.Layout(channels, 8, false),
                Orientation.UPRIGHT,
                null);
    }
}
