package io.penstock.pdf;

import io.penstock.Job;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.GregorianCalendar;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openpdf.text.pdf.PdfDate;
import org.openpdf.text.pdf.PdfDictionary;
import org.openpdf.text.pdf.PdfEncryption;
import org.openpdf.text.pdf.PdfName;
import org.openpdf.text.pdf.PdfString;
import org.openpdf.text.pdf.PdfWriter;

/**
 * What a file says about itself: the same at every attempt of a job, so that a retry writes the same bytes.
 *
 * @param id what the file's identifier is made from
 * @param created when the job was enqueued
 * @param archival {@code 1b}, {@code 2b}, {@code 3b} or null
 */
record DocumentInfo(
        String id,
        Instant created,
        @Nullable String title,
        @Nullable String author,
        @Nullable String archival) {
    private static final Map<String, Integer> CONFORMANCE =
            Map.of("1b", PdfWriter.PDFA1B, "2b", PdfWriter.PDFA2B, "3b", PdfWriter.PDFA3B);
    private static final int ID_BYTES = 16;

    static DocumentInfo of(PdfPayload payload, Job job) {
        return new DocumentInfo(job.effectKey(), job.enqueuedAt(), payload.title(), payload.author(), payload.pdfA());
    }

    /** PDF/A-1 has none, and of the other levels the library writes none. */
    boolean allowsTransparency() {
        return archival == null;
    }

    /** Before the document is opened. */
    void prepare(PdfWriter writer) {
        writer.setPdfVersion("1b".equals(archival) ? PdfWriter.VERSION_1_4 : PdfWriter.VERSION_1_7);
        if (archival != null) {
            writer.setPDFXConformance(CONFORMANCE.getOrDefault(archival, PdfWriter.PDFA2B));
        }
    }

    /** Once the document is open. */
    void describe(PdfWriter writer) throws IOException {
        PdfDictionary info = writer.getInfo();
        PdfDate date = new PdfDate(GregorianCalendar.from(created.atZone(ZoneOffset.UTC)));
        info.put(PdfName.CREATIONDATE, date);
        info.put(PdfName.MODDATE, date);
        info.put(PdfName.PRODUCER, new PdfString("Penstock"));
        info.put(PdfName.CREATOR, new PdfString("Penstock"));
        put(info, PdfName.TITLE, title);
        put(info, PdfName.AUTHOR, author);
        byte[] digest = Arrays.copyOf(sha256(id + '\n' + created), ID_BYTES);
        info.put(PdfName.FILEID, PdfEncryption.createInfoId(digest, digest));
        if (archival != null) {
            writer.setOutputIntents(
                    "sRGB IEC61966-2.1",
                    "",
                    "http://www.color.org",
                    "sRGB IEC61966-2.1",
                    ICC_Profile.getInstance(ColorSpace.CS_sRGB));
        }
    }

    /** Just before it is closed, when it has all of its metadata. */
    void finish(PdfWriter writer) {
        writer.createXmpMetadata();
    }

    private static void put(PdfDictionary info, PdfName name, @Nullable String value) {
        if (value != null) {
            info.put(name, new PdfString(value, org.openpdf.text.pdf.PdfObject.TEXT_UNICODE));
        }
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
