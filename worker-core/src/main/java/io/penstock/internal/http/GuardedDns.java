package io.penstock.internal.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Dns;

/**
 * Refuses a host as soon as one of its addresses may not be called, so that what becomes of a mixed answer does not depend on
 * which address is tried first. {@link GuardedSocketFactory} checks again what is really connected to.
 *
 * @param resolver who knows the addresses
 * @param policy which of them may be called
 * @param limit how long an answer may take
 */
record GuardedDns(HostResolver resolver, AddressPolicy policy, Duration limit) implements Dns {

    /** The same for a call that may not take longer than {@code timeout}. */
    GuardedDns within(Duration timeout) {
        return timeout.compareTo(limit) < 0 ? new GuardedDns(resolver, policy, timeout) : this;
    }

    @Override
    public List<InetAddress> lookup(String hostname) throws UnknownHostException {
        List<InetAddress> addresses = resolve(hostname);
        for (InetAddress address : addresses) {
            policy.check(address);
        }
        return addresses;
    }

    /**
     * On a thread that can be left behind, since the operating system's look-up knows neither a time-out nor an interruption; and
     * on a platform thread, since it would hold the carrier of a virtual one meanwhile.
     */
    private List<InetAddress> resolve(String hostname) throws UnknownHostException {
        CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("look up " + hostname).start(() -> {
            try {
                answer.complete(resolver.resolve(hostname));
            } catch (UnknownHostException | RuntimeException | Error e) {
                answer.completeExceptionally(e);
            }
        });
        try {
            return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new LookUpTimedOutException();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LookUpTimedOutException();
        } catch (ExecutionException e) {
            UnknownHostException unknown = new UnknownHostException("no address was found");
            unknown.initCause(e.getCause());
            throw unknown;
        }
    }

    /** No name server answered in time. */
    static final class LookUpTimedOutException extends UnknownHostException {
        LookUpTimedOutException() {
            super("no name server answered in time");
        }
    }
}
