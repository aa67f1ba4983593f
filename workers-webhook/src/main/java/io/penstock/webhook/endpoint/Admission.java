package io.penstock.webhook.endpoint;

import java.time.Duration;

/** Whether a delivery may start. */
public sealed interface Admission {

    /**
     * Now; it holds a place at the endpoint until it is finished.
     *
     * @param more whether there is room for another one
     */
    record Granted(boolean more) implements Admission {}

    /**
     * Later.
     *
     * @param delay when its turn is probably, from a millisecond
     * @param soon true if that is only a matter of those who are under way
     * @param reason in a few words
     */
    record Later(Duration delay, boolean soon, String reason) implements Admission {}

    /** Not before somebody has enabled the endpoint. */
    record Disabled(String because) implements Admission {}
}
