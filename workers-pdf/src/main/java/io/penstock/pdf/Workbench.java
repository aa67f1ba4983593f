package io.penstock.pdf;

import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What takes long to make and is good for any document: loaded fonts, parsed style sheets. Belongs to one renderer at a time.
 */
record Workbench(Fonts fonts, ParsedSheets sheets) {

    /** Those that no renderer works at. Safe to use from any thread. */
    static final class Pool {
        private final ConcurrentLinkedQueue<Workbench> idle = new ConcurrentLinkedQueue<>();

        Workbench take() {
            Workbench workbench = idle.poll();
            return workbench == null ? new Workbench(new Fonts(), new ParsedSheets()) : workbench;
        }

        /** By the thread that worked with it, so that nobody else still does. */
        void giveBack(Workbench workbench) {
            idle.add(workbench);
        }
    }
}
