package io.penstock.internal.http;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/**
 * Which addresses may be called: all of the public internet, and the networks that the operator names.
 *
 * @param allowed exempt from {@link ReservedNetworks}
 */
public record AddressPolicy(List<Network> allowed) {

    /**
     * Reads networks separated by commas; none for an empty text.
     *
     * @throws IllegalArgumentException with "expected …" if one is not readable
     */
    public static AddressPolicy parse(String text) {
        return new AddressPolicy(Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(network -> !network.isEmpty())
                .map(Network::parse)
                .toList());
    }

    /** @throws AddressBlockedException if {@code address} may not be called */
    void check(InetAddress address) throws AddressBlockedException {
        InetAddress plain = Network.plain(address);
        if (allowed.stream().anyMatch(network -> network.contains(plain))) {
            return;
        }
        if (ReservedNetworks.containing(plain).isPresent()) {
            throw new AddressBlockedException();
        }
    }
}
