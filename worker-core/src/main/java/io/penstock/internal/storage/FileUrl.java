package io.penstock.internal.storage;

import io.penstock.spi.storage.ObjectStoreException;
import io.penstock.spi.storage.ObjectStoreException.Reason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The name of a file below the root, taken from a {@code file:///…} URL (RFC 8089). Only text is looked at here; links are
 * {@link FileTree}'s affair.
 *
 * @param folders between the root and the file, outermost first
 * @param name of the file
 */
record FileUrl(List<String> folders, String name) {
    private static final String PREFIX = "file:///";
    private static final int LONGEST_SEGMENT = 255;
    private static final Pattern DRIVE = Pattern.compile("[A-Za-z][:|].*");
    /** A percent sign left after decoding means that the text was encoded twice, or that somebody may decode it twice. */
    private static final Pattern FORBIDDEN = Pattern.compile("[/\\\\%\\p{Cntrl}]");

    /** Reads {@code url}, whose path must begin with that of {@code root}. */
    static FileUrl below(Path root, String url) throws ObjectStoreException {
        if (!url.startsWith(PREFIX)) {
            throw invalid(url, "expected file:///path, with no host");
        }
        String path = url.substring(PREFIX.length());
        if (path.contains("?") || path.contains("#")) {
            throw invalid(url, "expected a path without query and fragment");
        }
        List<String> segments = new ArrayList<>();
        for (String segment : path.split("/", -1)) {
            segments.add(segment(segment, url));
        }
        List<String> above = new ArrayList<>();
        root.forEach(element -> above.add(element.toString()));
        if (segments.size() <= above.size()
                || !segments.subList(0, above.size()).equals(above)) {
            throw invalid(url, "expected an object below file://" + root + "/ (OBJECT_STORE_ROOT)");
        }
        return of(segments.subList(above.size(), segments.size()), url);
    }

    private static FileUrl of(List<String> below, String url) throws ObjectStoreException {
        if (below.getFirst().equals(FileTree.OWN_FOLDER)) {
            throw invalid(url, "expected another folder than " + FileTree.OWN_FOLDER + ", which is the store's own");
        }
        return new FileUrl(List.copyOf(below.subList(0, below.size() - 1)), below.getLast());
    }

    private static String segment(String text, String url) throws ObjectStoreException {
        String name = PercentEncoding.decode(text);
        if (name == null) {
            throw invalid(url, "expected percent-encoded UTF-8");
        }
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            throw invalid(url, "expected a path without empty, \".\" and \"..\" segments");
        }
        if (FORBIDDEN.matcher(name).find() || DRIVE.matcher(name).matches()) {
            throw invalid(url, "expected names without drive letter, slash, backslash, % and control characters");
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_SEGMENT) {
            throw invalid(url, "expected names of at most " + LONGEST_SEGMENT + " bytes");
        }
        return name;
    }

    private static ObjectStoreException invalid(String url, String message) {
        return new ObjectStoreException(Reason.INVALID_URL, url, message);
    }
}
