package io.penstock.console.replay;

import java.security.SecureRandom;
import java.util.regex.Pattern;

/**
 * Names for replays and edited jobs. They are random, not counted: the ledger remembers them for weeks, and a console that
 * began again with an empty database would count into what it remembers, and its jobs would not run.
 */
final class ReplayIds {
    /** No digit or letter looks like another. */
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

    private static final int LENGTH = 13;
    private static final Pattern REPLAY = Pattern.compile("r[" + LETTERS + "]{" + LENGTH + "}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private ReplayIds() {}

    /** A new replay's id. */
    static String replay() {
        return random("r");
    }

    /** A new job's id. */
    static String editedJob() {
        return random("edited-");
    }

    /** Whether this could be the id of a replay of ours. */
    static boolean isReplay(String text) {
        return REPLAY.matcher(text).matches();
    }

    private static String random(String prefix) {
        StringBuilder id = new StringBuilder(prefix);
        for (int i = 0; i < LENGTH; i++) {
            id.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        return id.toString();
    }
}
