package io.penstock.internal.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * A range of addresses, such as {@code 10.0.0.0/8} or {@code fc00::/7} (RFC 4632, RFC 4291).
 *
 * @param address the first one
 * @param prefixLength how many leading bits all of them share
 */
record Network(InetAddress address, int prefixLength) {
    private static final Pattern LITERAL = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*");

    /**
     * Reads {@code address/prefix length}, or a single address.
     *
     * @throws IllegalArgumentException if it is neither, or has bits behind its prefix
     */
    static Network parse(String text) {
        String[] parts = text.strip().split("/", -1);
        if (parts.length > 2 || !LITERAL.matcher(parts[0]).matches()) {
            throw unreadable();
        }
        try {
            InetAddress address = InetAddress.getByName(parts[0]);
            int bits = address.getAddress().length * Byte.SIZE;
            int prefixLength = parts.length == 1 ? bits : Integer.parseInt(parts[1]);
            Network network = new Network(address, prefixLength);
            if (prefixLength < 0 || prefixLength > bits || !network.isCanonical()) {
                throw unreadable();
            }
            return network;
        } catch (UnknownHostException | NumberFormatException e) {
            throw unreadable();
        }
    }

    private static IllegalArgumentException unreadable() {
        return new IllegalArgumentException(
                "expected networks such as 10.1.0.0/16 or fd00::/8, separated by commas, with no bits set behind the prefix");
    }

    private boolean isCanonical() {
        byte[] bytes = address.getAddress();
        for (int bit = prefixLength; bit < bytes.length * Byte.SIZE; bit++) {
            if (bitAt(bytes, bit) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether it contains {@code other}; IPv4 and IPv6 do not contain each other. */
    boolean contains(InetAddress other) {
        byte[] mine = address.getAddress();
        byte[] theirs = other.getAddress();
        if (mine.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < prefixLength; bit++) {
            if (bitAt(mine, bit) != bitAt(theirs, bit)) {
                return false;
            }
        }
        return true;
    }

    /** The same address without the scope that a link-local one may carry. */
    static InetAddress plain(InetAddress address) {
        try {
            return address instanceof Inet6Address ? InetAddress.getByAddress(address.getAddress()) : address;
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static int bitAt(byte[] bytes, int bit) {
        return bytes[bit / Byte.SIZE] >> (Byte.SIZE - 1 - bit % Byte.SIZE) & 1;
    }

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + prefixLength;
    }
}
