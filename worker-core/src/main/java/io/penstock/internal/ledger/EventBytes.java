package io.penstock.internal.ledger;

import io.penstock.internal.event.JobEvent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An event that still has to be told, as it is kept in an entry: a version, its texts in order, its data. */
final class EventBytes {
    private static final int VERSION = 1;

    private EventBytes() {}

    /** The bytes of {@code event} behind the byte {@code state}. */
    static byte[] write(byte state, JobEvent event) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(event.data().length + 256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(state);
            out.writeByte(VERSION);
            out.writeUTF(event.id());
            out.writeUTF(event.kind().stem());
            out.writeUTF(event.queue());
            out.writeUTF(event.jobId());
            Instant time = event.time();
            out.writeLong(time.getEpochSecond());
            out.writeInt(time.getNano());
            writeOptional(out, event.tenant());
            writeOptional(out, event.traceparent());
            writeOptional(out, event.user());
            out.write(event.data());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** @throws IllegalArgumentException if these are not the bytes of an event */
    static JobEvent read(byte[] entry) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(entry, 1, entry.length - 1))) {
            int version = in.readByte();
            if (version != VERSION) {
                throw new IllegalArgumentException("ledger entry: expected version " + VERSION + ", got " + version);
            }
            return new JobEvent(
                    in.readUTF(),
                    new JobEvent.Kind(in.readUTF()),
                    in.readUTF(),
                    in.readUTF(),
                    Instant.ofEpochSecond(in.readLong(), in.readInt()),
                    readOptional(in),
                    readOptional(in),
                    readOptional(in),
                    in.readAllBytes());
        } catch (IOException e) {
            throw new IllegalArgumentException("ledger entry: expected an event, got something cut off", e);
        }
    }

    private static void writeOptional(DataOutputStream out, @Nullable String text) throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            out.writeUTF(text);
        }
    }

    private static @Nullable String readOptional(DataInputStream in) throws IOException {
        return in.readBoolean() ? in.readUTF() : null;
    }
}
