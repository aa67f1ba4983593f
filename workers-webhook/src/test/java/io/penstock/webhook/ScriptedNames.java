package io.penstock.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Name servers that tests need: whatever ends in {@code .tls.test} is at 127.0.0.2, and {@code rebinding.test} is there the first
 * time, and at 127.0.0.1 whenever it is asked for again.
 */
public final class ScriptedNames extends InetAddressResolverProvider {
    @Override
    public String name() {
        return "scripted names";
    }

    @Override
    public InetAddressResolver get(Configuration configuration) {
        return new Resolver(configuration.builtinResolver(), new AtomicInteger());
    }

    private record Resolver(InetAddressResolver others, AtomicInteger asked) implements InetAddressResolver {
        @Override
        public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
            if (host.endsWith(".tls.test")) {
                return Stream.of(loopback(host, 2));
            }
            return host.equals("rebinding.test")
                    ? Stream.of(loopback(host, asked.getAndIncrement() == 0 ? 2 : 1))
                    : others.lookupByName(host, policy);
        }

        private static InetAddress loopback(String host, int last) throws UnknownHostException {
            return InetAddress.getByAddress(host, new byte[] {127, 0, 0, (byte) last});
        }

        @Override
        public String lookupByAddress(byte[] address) throws UnknownHostException {
            return others.lookupByAddress(address);
        }
    }
}
