package io.penstock.image;

import io.penstock.image.LibVips.VipsException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The whole source in ever smaller sizes, in memory: what was scaled for one rendition is what those of at most half its
 * size are made of, where nobody sees the difference. Each is at most half as wide and high as the one before, so that all
 * together take a third of the decoded picture's memory. For one thread.
 */
final class Steps implements AutoCloseable {
    private final Picture decoded;
    private final Deque<Picture> smaller = new ArrayDeque<>();

    /** Begins with this picture, which stays its owner's to close. */
    Steps(Picture decoded) {
        this.decoded = decoded;
    }

    /** The whole source in the size of this placement; the caller closes it. */
    Picture scaled(Placement placement) throws VipsException {
        Placement.Size size = placement.scaled();
        Picture from = smallestFor(size);
        if (from.size().equals(size)) {
            return from.copy();
        }
        Picture scaled = from.scaled(size);
        return size.isAtMostHalfOf(smallest().size()) ? kept(scaled) : scaled;
    }

    private Picture kept(Picture scaled) throws VipsException {
        try (scaled) {
            smaller.addFirst(scaled.computed());
        }
        return smallest().copy();
    }

    private Picture smallest() {
        return smaller.isEmpty() ? decoded : smaller.getFirst();
    }

    private Picture smallestFor(Placement.Size size) {
        return smaller.stream()
                .filter(picture -> size.isAtMostHalfOf(picture.size()))
                .findFirst()
                .orElse(decoded);
    }

    @Override
    public void close() {
        smaller.forEach(Picture::close);
    }
}
