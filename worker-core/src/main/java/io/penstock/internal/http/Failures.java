package io.penstock.internal.http;

import io.penstock.spi.http.OutboundHttpException;
import io.penstock.spi.http.OutboundHttpException.Reason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import okhttp3.HttpUrl;

/** What OkHttp throws, in our words. */
final class Failures {
    private Failures() {}

    static OutboundHttpException of(HttpUrl url, IOException failure) {
        Reason reason = reasonOf(failure);
        String message = url.scheme() + "://" + url.host() + ":" + url.port() + ": " + consequence(reason, failure);
        return new OutboundHttpException(reason, message, failure);
    }

    private static Reason reasonOf(IOException failure) {
        return switch (failure) {
            case AddressBlockedException blocked -> Reason.BLOCKED_ADDRESS;
            case GuardedDns.LookUpTimedOutException silent -> Reason.TIMED_OUT;
            case UnknownHostException unknown -> Reason.UNKNOWN_HOST;
            case ConnectException refused -> Reason.CONNECT_FAILED;
            case NoRouteToHostException unreachable -> Reason.CONNECT_FAILED;
            case SSLException tls -> Reason.TLS_FAILED;
            // nothing but connecting has a time-out of its own
            case SocketTimeoutException connecting -> Reason.CONNECT_FAILED;
            case InterruptedIOException deadline -> Reason.TIMED_OUT;
            default -> Reason.BROKEN;
        };
    }

    private static String consequence(Reason reason, IOException failure) {
        return switch (reason) {
            case BLOCKED_ADDRESS ->
                "expected a public address, got one of a private, local or reserved network"
                        + " (PENSTOCK_OUTBOUND_ALLOW_NETWORKS can allow it)";
            case UNKNOWN_HOST -> "the host has no address";
            case CONNECT_FAILED -> "no connection: " + failure.getMessage();
            case TLS_FAILED -> "TLS failed: " + failure.getMessage();
            case TIMED_OUT -> "not finished in time";
            case INVALID_REQUEST, TOO_LARGE, BROKEN -> "the connection broke: " + failure.getMessage();
        };
    }
}
