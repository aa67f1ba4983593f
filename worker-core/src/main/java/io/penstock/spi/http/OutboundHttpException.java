package io.penstock.spi.http;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A call that did not lead to a whole response. The message names scheme, host and port, never more of the URL. */
public final class OutboundHttpException extends IOException {
    private final Reason reason;

    /** Why. */
    public enum Reason {
        /** Nobody can be called with this URL or these headers, or nobody may be. Nothing was sent. */
        INVALID_REQUEST,
        /** The host is at an address that may not be called. Nothing was sent. */
        BLOCKED_ADDRESS,
        /** The host has no address. Nothing was sent. */
        UNKNOWN_HOST,
        /** No connection. Nothing was sent. */
        CONNECT_FAILED,
        /** The certificate or the handshake is not in order. Nothing was sent. */
        TLS_FAILED,
        /** The time is used up, perhaps after the request arrived. */
        TIMED_OUT,
        /** The body is larger than allowed; status and headers arrived. */
        TOO_LARGE,
        /** The connection ended early or broke the protocol, perhaps after the request arrived. */
        BROKEN
    }

    /** With the whole story in {@code message}, and what led to it. */
    public OutboundHttpException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }
}
