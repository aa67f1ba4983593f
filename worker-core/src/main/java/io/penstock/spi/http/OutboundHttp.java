package io.penstock.spi.http;

/**
 * Calls servers that a tenant chose, without being turned against the operator's own network: each address is checked when
 * the connection is made to it, so that no spelling of a host and no DNS answer leads to a private, local or reserved one.
 * Only what {@code PENSTOCK_OUTBOUND_ALLOW_NETWORKS} lists is exempt. No proxy, no redirect, no cookie, no second try. Safe to
 * use from any thread.
 */
public interface OutboundHttp {

    /**
     * Sends a request and waits for the head of the response, whatever its status.
     *
     * @return the response, to be closed
     * @throws OutboundHttpException if there is none; the reason says whether it is the request's own fault
     */
    OutboundResponse send(OutboundRequest request) throws OutboundHttpException;
}
