package io.penstock.image;

import io.penstock.image.LibVips.VipsException;

/** A picture of libvips that becomes another one step by step. For one thread, apart from {@link #stopIf}. */
final class Picture implements AutoCloseable {
    private final LibVips vips;
    private long address;
    private boolean closed;

    /** Takes over the picture at this address. */
    Picture(LibVips vips, long address) {
        this.vips = vips;
        this.address = address;
    }

    long address() {
        return address;
    }

    Placement.Size size() {
        return new Placement.Size(vips.width(address), vips.height(address));
    }

    /** Another one that begins as the same picture. */
    Picture copy() throws VipsException {
        return new Picture(vips, vips.part(address, 0, 0, vips.width(address), vips.height(address)));
    }

    /** It, in this size; nothing is computed yet. */
    Picture scaled(Placement.Size size) throws VipsException {
        return new Picture(vips, vips.resized(address, size.width(), size.height()));
    }

    /** It, computed and in memory. */
    Picture computed() throws VipsException {
        return new Picture(vips, vips.inMemory(address));
    }

    /** Cuts it, and lays it on its background as far as anything of that can be seen. */
    void place(Placement placement, Background background) throws VipsException {
        if (placement.isCut()) {
            become(vips.part(
                    address,
                    placement.left(),
                    placement.top(),
                    placement.part().width(),
                    placement.part().height()));
        }
        layOn(background, placement);
    }

    private void layOn(Background background, Placement placement) throws VipsException {
        boolean opaque = background.isOpaque();
        if (opaque && vips.hasAlpha(address)) {
            become(vips.flattened(address, background));
        }
        if (placement.hasMargins() && !opaque && !vips.hasAlpha(address)) {
            become(vips.withAlpha(address));
        }
        if (placement.hasMargins()) {
            become(vips.embedded(address, placement, background));
        }
    }

    private void become(long next) {
        vips.release(address);
        address = next;
    }

    /** Makes the thread that computes it fail soon. From any thread. */
    synchronized void stopIf(boolean stop) {
        if (stop && !closed) {
            vips.stop(address);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        vips.release(address);
    }
}
