package io.penstock.image;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import javax.imageio.stream.ImageInputStreamImpl;

/** A source's bytes for a decoder, which it can be taken away from: once the time is over, reading fails. */
final class SourceStream extends ImageInputStreamImpl {
    private static final int BUFFER = 32 * 1024;

    private final RandomAccessFile file;
    private final Deadline deadline;
    private final byte[] buffer = new byte[BUFFER];
    private long start;
    private int filled;

    SourceStream(Path path, Deadline deadline) throws IOException {
        this.file = new RandomAccessFile(path.toFile(), "r");
        this.deadline = deadline;
    }

    @Override
    public long length() {
        try {
            return file.length();
        } catch (IOException e) {
            return -1;
        }
    }

    @Override
    public int read() throws IOException {
        bitOffset = 0;
        if (!fill()) {
            return -1;
        }
        return buffer[(int) (streamPos++ - start)] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        bitOffset = 0;
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int position = (int) (streamPos - start);
        int count = Math.min(length, filled - position);
        System.arraycopy(buffer, position, bytes, offset, count);
        streamPos += count;
        return count;
    }

    /** True if the buffer has the byte at the stream's position; false at the end. */
    private boolean fill() throws IOException {
        if (streamPos >= start && streamPos < start + filled) {
            return true;
        }
        if (deadline.isOver()) {
            throw new IOException("the time for this picture is over");
        }
        file.seek(streamPos);
        start = streamPos;
        filled = Math.max(0, file.read(buffer));
        return filled > 0;
    }

    @Override
    public void close() throws IOException {
        super.close();
        file.close();
    }
}
