package io.penstock.internal.http;

import java.net.UnknownHostException;

/**
 * A host is at an address that may not be called. To the caller it is as good as unknown; the message does not repeat the
 * address, since tenants may read it and would learn the inside of the network from it.
 */
final class AddressBlockedException extends UnknownHostException {
    AddressBlockedException() {
        super("it is at an address of a private, local or reserved network");
    }
}
