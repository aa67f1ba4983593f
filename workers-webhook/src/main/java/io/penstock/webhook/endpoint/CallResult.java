package io.penstock.webhook.endpoint;

import java.time.Duration;

/** How a delivery ended, as far as the endpoint is concerned. */
public sealed interface CallResult {

    /** It took the message. */
    record Worked(Duration took) implements CallResult {}

    /** It did not; {@code error} says so in a few words. */
    record Failed(Duration took, String error) implements CallResult {}

    /** It asked for a pause. */
    record Throttled(Duration took, String error, Duration pause) implements CallResult {}

    /** It wants no more messages. */
    record Gone(Duration took) implements CallResult {}

    /** Nothing was sent, and it is not the endpoint's fault. */
    record NotCalled() implements CallResult {}
}
