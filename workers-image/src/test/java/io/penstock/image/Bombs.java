package io.penstock.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;

/** Files that cost far more than they weigh, or are something else than they say. */
final class Bombs {
    private Bombs() {}

    /** All of them by name. */
    static Map<String, byte[]> all() throws IOException {
        Map<String, byte[]> bombs = new LinkedHashMap<>();
        bombs.put("65536 x 65536 png", png(65_536, 65_536, 8, 2, 1_000));
        bombs.put("20000 x 20000 one-bit png", png(20_000, 20_000, 1, 0, 2_501));
        bombs.put("7000 x 8000 png", png(7_000, 8_000, 8, 2, 21_001));
        bombs.put("65500 x 65500 jpeg", jpegOfSize(65_500, 65_500));
        bombs.put("16384 x 16384 webp", losslessWebp(16_384, 16_384));
        bombs.put("65535 x 65535 gif", gif(65_535, 65_535, 1));
        bombs.put("gif of thousands of frames", gif(10, 10, 5_000));
        bombs.put("apng of thousands of frames", apng(5_000));
        bombs.put("huge bmp", bmp(60_000, 60_000));
        bombs.put("tiff in a circle", tiff(10, 10, 8));
        bombs.put("tiff with gigantic strips", tiffWithStrips());
        bombs.put("jpeg of thousands of scans", jpegOfScans(3_000));
        bombs.put("truncated jpeg", Arrays.copyOf(written("jpg"), 1_500));
        bombs.put("truncated png", Arrays.copyOf(written("png"), 400));
        bombs.put("truncated gif", Arrays.copyOf(written("gif"), 900));
        bombs.put("truncated webp", Arrays.copyOf(losslessWebp(10, 10), 30));
        bombs.put("truncated header", Arrays.copyOf(written("png"), 12));
        bombs.put("empty", new byte[0]);
        bombs.put("html that says png", "<html>\u0089PNG\r\n</html>".getBytes(StandardCharsets.ISO_8859_1));
        bombs.put("zip before a jpeg", join("PK\3\4".getBytes(StandardCharsets.ISO_8859_1), written("jpg")));
        bombs.put(
                "jpeg that goes on as php",
                join(new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF}, "<?php".getBytes(StandardCharsets.US_ASCII)));
        bombs.put(
                "svg",
                "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>".getBytes(StandardCharsets.US_ASCII));
        return bombs;
    }

    private static byte[] join(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private static byte[] written(String format) throws IOException {
        BufferedImage image = new BufferedImage(200, 200, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 40_000; i++) {
            image.setRGB(i % 200, i / 200, i * 7_919);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, format, out);
        return out.toByteArray();
    }

    static byte[] png(int width, int height, int bits, int colour, int rowBytes) throws IOException {
        ByteArrayOutputStream pixels = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(pixels)) {
            byte[] row = new byte[rowBytes];
            for (int y = 0; y < Math.min(height, 20_000); y++) {
                deflater.write(row);
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
        out.writeBytes(chunk("IHDR", ihdr(width, height, bits, colour)));
        out.writeBytes(chunk("IDAT", pixels.toByteArray()));
        out.writeBytes(chunk("IEND", new byte[0]));
        return out.toByteArray();
    }

    private static byte[] ihdr(int width, int height, int bits, int colour) {
        return ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put((byte) bits)
                .put((byte) colour)
                .array();
    }

    private static byte[] apng(int frames) throws IOException {
        byte[] png = png(10, 10, 8, 2, 31);
        byte[] control = chunk("acTL", ByteBuffer.allocate(8).putInt(frames).array());
        int afterHeader = 8 + 12 + 13;
        return join(join(Arrays.copyOf(png, afterHeader), control), Arrays.copyOfRange(png, afterHeader, png.length));
    }

    private static byte[] chunk(String type, byte[] data) {
        CRC32 checksum = new CRC32();
        checksum.update(type.getBytes(StandardCharsets.US_ASCII));
        checksum.update(data);
        return ByteBuffer.allocate(12 + data.length)
                .putInt(data.length)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(data)
                .putInt((int) checksum.getValue())
                .array();
    }

    private static byte[] jpegOfSize(int width, int height) throws IOException {
        byte[] jpeg = written("jpg");
        ByteBuffer.wrap(jpeg).putShort(frame(jpeg) + 5, (short) height).putShort(frame(jpeg) + 7, (short) width);
        return jpeg;
    }

    private static int frame(byte[] jpeg) {
        int i = 0;
        while ((jpeg[i] & 0xFF) != 0xFF || ((jpeg[i + 1] & 0xFF) != 0xC0 && (jpeg[i + 1] & 0xFF) != 0xC2)) {
            i++;
        }
        return i;
    }

    /** Progressive, and the last scan again and again. */
    private static byte[] jpegOfScans(int scans) throws IOException {
        java.nio.file.Path file = java.nio.file.Files.createTempFile("scans", ".jpg");
        Encoder.write(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB), Payloads.with("'format': 'jpeg'"), file);
        byte[] jpeg = java.nio.file.Files.readAllBytes(file);
        java.nio.file.Files.delete(file);
        int last = jpeg.length - 2;
        while ((jpeg[last] & 0xFF) != 0xFF || (jpeg[last + 1] & 0xFF) != 0xDA) {
            last--;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(jpeg, 0, jpeg.length - 2);
        for (int i = 0; i < scans; i++) {
            out.write(jpeg, last, jpeg.length - 2 - last);
        }
        out.write(jpeg, jpeg.length - 2, 2);
        return out.toByteArray();
    }

    private static byte[] losslessWebp(int width, int height) {
        int size = 60;
        ByteBuffer file = ByteBuffer.allocate(20 + size).order(ByteOrder.LITTLE_ENDIAN);
        file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(12 + size);
        file.put("WEBPVP8L".getBytes(StandardCharsets.US_ASCII)).putInt(size);
        file.put((byte) 0x2F).putInt((width - 1) | ((height - 1) << 14));
        return file.array();
    }

    private static byte[] gif(int width, int height, int frames) {
        ByteBuffer file = ByteBuffer.allocate(19 + 15 * frames + 1).order(ByteOrder.LITTLE_ENDIAN);
        file.put("GIF89a".getBytes(StandardCharsets.US_ASCII))
                .putShort((short) width)
                .putShort((short) height);
        file.put((byte) 0x80).put((byte) 0).put((byte) 0).put(new byte[] {0, 0, 0, -1, -1, -1});
        for (int i = 0; i < frames; i++) {
            file.put((byte) 0x2C).putShort((short) 0).putShort((short) 0);
            file.putShort((short) width).putShort((short) height).put((byte) 0);
            file.put(new byte[] {2, 2, 0x4C, 1, 0});
        }
        return Arrays.copyOf(file.put((byte) 0x3B).array(), file.position());
    }

    /** A canvas of 8 x 8 with one frame of 4 x 4 at its lower right. */
    static byte[] gifWithSmallFrame() {
        try {
            BufferedImage frame = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_INDEXED);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(frame, "gif", out);
            byte[] gif = out.toByteArray();
            ByteBuffer file = ByteBuffer.wrap(gif).order(ByteOrder.LITTLE_ENDIAN);
            file.putShort(6, (short) 8).putShort(8, (short) 8);
            int image = 13 + (3 << ((gif[10] & 7) + 1));
            while (gif[image] != 0x2C) {
                image += 8; // the graphic control extension
            }
            file.putShort(image + 1, (short) 4).putShort(image + 3, (short) 4);
            return gif;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bmp(int width, int height) {
        ByteBuffer file = ByteBuffer.allocate(80).order(ByteOrder.LITTLE_ENDIAN);
        file.put("BM".getBytes(StandardCharsets.US_ASCII)).putInt(80).putInt(0).putInt(54);
        return file.putInt(40)
                .putInt(width)
                .putInt(height)
                .putShort((short) 1)
                .putShort((short) 24)
                .array();
    }

    private static byte[] tiff(int width, int height, int next) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeBytes("MM\0*");
            out.writeInt(8);
            out.writeShort(2);
            entry(out, 256, width);
            entry(out, 257, height);
            out.writeInt(next);
        }
        return bytes.toByteArray();
    }

    private static byte[] tiffWithStrips() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeBytes("MM\0*");
            out.writeInt(8);
            out.writeShort(4);
            entry(out, 256, 100);
            entry(out, 257, 100);
            entry(out, 273, 8);
            entry(out, 279, 0x7FFF_0000);
            out.writeInt(0);
        }
        return bytes.toByteArray();
    }

    private static void entry(DataOutputStream out, int tag, int value) throws IOException {
        out.writeShort(tag);
        out.writeShort(4);
        out.writeInt(1);
        out.writeInt(value);
    }
}
