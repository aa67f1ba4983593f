package io.penstock.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddressPolicyTest {
    private static final AddressPolicy PUBLIC_ONLY = AddressPolicy.parse("");

    private static boolean allows(AddressPolicy policy, String address) throws Exception {
        try {
            policy.check(InetAddress.getByName(address));
            return true;
        } catch (AddressBlockedException e) {
            return false;
        }
    }

    @Test
    void the_first_and_last_address_of_each_reserved_network_is_blocked_and_their_neighbours_are_not()
            throws Exception {
        for (String range : List.of(
                "0.0.0.0-0.255.255.255",
                "10.0.0.0-10.255.255.255",
                "100.64.0.0-100.127.255.255",
                "127.0.0.0-127.255.255.255",
                "169.254.0.0-169.254.255.255",
                "172.16.0.0-172.31.255.255",
                "192.0.0.0-192.0.0.255",
                "192.0.2.0-192.0.2.255",
                "192.88.99.0-192.88.99.255",
                "192.168.0.0-192.168.255.255",
                "198.18.0.0-198.19.255.255",
                "198.51.100.0-198.51.100.255",
                "203.0.113.0-203.0.113.255",
                "224.0.0.0-255.255.255.255",
                "::-::ffff:ffff",
                "64:ff9b::-64:ff9b::ffff:ffff",
                "2001::-2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff",
                "2001:db8::-2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
                "2002::-2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                "fc00::-fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                "fe80::-feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                "ff00::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")) {
            String[] ends = range.split("-", 2);
            assertThat(allows(PUBLIC_ONLY, ends[0])).as(ends[0]).isFalse();
            assertThat(allows(PUBLIC_ONLY, ends[1])).as(ends[1]).isFalse();
        }
        for (String neighbour : List.of(
                "1.0.0.0",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "169.253.255.255",
                "172.15.255.255",
                "172.32.0.0",
                "192.0.1.0",
                "192.167.255.255",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "2001:200::",
                "2001:db7:ffff::",
                "2003::",
                "2606:4700::1111",
                "fbff::")) {
            assertThat(allows(PUBLIC_ONLY, neighbour)).as(neighbour).isTrue();
        }
    }

    @Test
    void an_ipv4_mapped_address_counts_as_the_ipv4_address_that_it_is() throws Exception {
        assertThat(allows(PUBLIC_ONLY, "::ffff:127.0.0.1")).isFalse();
        assertThat(allows(PUBLIC_ONLY, "::ffff:8.8.8.8")).isTrue();
    }

    @Test
    void a_scope_does_not_hide_a_link_local_address() throws Exception {
        byte[] address = InetAddress.getByName("fe80::1").getAddress();

        assertThatThrownBy(() -> PUBLIC_ONLY.check(java.net.Inet6Address.getByAddress("x", address, 1)))
                .isInstanceOf(AddressBlockedException.class);
    }

    @Test
    void networks_of_the_operator_are_exempt_and_no_others() throws Exception {
        AddressPolicy policy = AddressPolicy.parse("10.1.0.0/16, fd00::/8,127.0.0.1");

        assertThat(allows(policy, "10.1.255.255")).isTrue();
        assertThat(allows(policy, "10.2.0.0")).isFalse();
        assertThat(allows(policy, "fd12::1")).isTrue();
        assertThat(allows(policy, "fc12::1")).isFalse();
        assertThat(allows(policy, "127.0.0.1")).isTrue();
        assertThat(allows(policy, "127.0.0.2")).isFalse();
    }

    @Test
    void networks_that_are_not_meant_as_written_stop_the_start() {
        for (String text : List.of(
                "10.1.0.0/8",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/",
                "10.0.0/8",
                "fd00::1/8",
                "localhost",
                "a/8",
                "1.2.3.4/8/8",
                "999.0.0.0/8",
                "10.0.0.0/8;11.0.0.0/8")) {
            assertThatThrownBy(() -> AddressPolicy.parse(text))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("expected networks such as");
        }
        assertThatCode(() -> AddressPolicy.parse("0.0.0.0/0,::/0")).doesNotThrowAnyException();
    }
}
