package io.penstock.pdf;

import java.util.concurrent.ConcurrentLinkedQueue;

/** Loaded fonts that no renderer works with at the moment. Safe to use from any thread. */
final class FontPool {
    private final ConcurrentLinkedQueue<Fonts> idle = new ConcurrentLinkedQueue<>();

    Fonts take() {
        Fonts fonts = idle.poll();
        return fonts == null ? new Fonts() : fonts;
    }

    /** By the thread that worked with them, so that nobody else still does. */
    void giveBack(Fonts fonts) {
        idle.add(fonts);
    }
}
