package io.penstock.internal.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import okhttp3.Dns;

/**
 * Refuses a host as soon as one of its addresses may not be called, so that what becomes of a mixed answer does not depend on
 * which address is tried first. {@link GuardedSocketFactory} checks again what is really connected to.
 *
 * @param resolver who knows the addresses
 * @param policy which of them may be called
 */
record GuardedDns(HostResolver resolver, AddressPolicy policy) implements Dns {

    @Override
    public List<InetAddress> lookup(String hostname) throws UnknownHostException {
        List<InetAddress> addresses = resolver.resolve(hostname);
        for (InetAddress address : addresses) {
            policy.check(address);
        }
        return addresses;
    }
}
