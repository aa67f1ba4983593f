package io.penstock.image;

import com.drew.lang.ByteArrayReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifDirectoryBase;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifReader;

/** The one thing of a picture's EXIF data that matters: how it is to be held. The rest never leaves this class. */
final class Exif {
    /** What a camera writes fits into one JPEG segment; other containers have no such limit. */
    static final int LONGEST = 256 * 1024;

    private Exif() {}

    /**
     * Reads the orientation.
     *
     * @param bytes with or without the preamble {@code Exif\0\0}; damage counts as upright
     */
    static Orientation orientation(byte[] bytes) {
        int start = ExifReader.startsWithJpegExifPreamble(bytes) ? ExifReader.JPEG_SEGMENT_PREAMBLE.length() : 0;
        Metadata metadata = new Metadata();
        new ExifReader().extract(new ByteArrayReader(bytes, start), metadata);
        ExifIFD0Directory directory = metadata.getFirstDirectoryOfType(ExifIFD0Directory.class);
        Integer value = directory == null ? null : directory.getInteger(ExifDirectoryBase.TAG_ORIENTATION);
        return Orientation.of(value == null ? 1 : value);
    }
}
