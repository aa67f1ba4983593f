package io.penstock.pdf;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Takes no byte of a rendering that was stopped. */
final class StoppableStream extends FilterOutputStream {
    private final Stopwatch stopwatch;

    StoppableStream(OutputStream out, Stopwatch stopwatch) {
        super(out);
        this.stopwatch = stopwatch;
    }

    @Override
    public void write(int value) throws IOException {
        stopwatch.check();
        out.write(value);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        stopwatch.check();
        out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
        flush();
    }
}
