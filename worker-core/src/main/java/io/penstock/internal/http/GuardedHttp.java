package io.penstock.internal.http;

import io.penstock.spi.http.OutboundHttp;
import io.penstock.spi.http.OutboundHttpException;
import io.penstock.spi.http.OutboundHttpException.Reason;
import io.penstock.spi.http.OutboundRequest;
import io.penstock.spi.http.OutboundResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/** {@link OutboundHttp} with OkHttp, which is loaded and started at the first call only. Thread-safe. */
public final class GuardedHttp implements OutboundHttp, AutoCloseable {
    private static final int MOST_CLIENTS = 16;

    private final UrlRules rules;
    private final ClientSource source;
    private final ReentrantLock starting = new ReentrantLock();
    private final Map<Duration, OkHttpClient> clients = new ConcurrentHashMap<>();
    private volatile @Nullable OkHttpClient client;

    /** Makes the client; apart, so that nothing of OkHttp is loaded before. */
    @FunctionalInterface
    interface ClientSource {
        OkHttpClient create();
    }

    GuardedHttp(UrlRules rules, ClientSource source) {
        this.rules = rules;
        this.source = source;
    }

    /** For a deployment: what it may call besides the public internet, and whether {@code http:} is allowed. */
    public static GuardedHttp of(AddressPolicy policy, boolean plainAllowed) {
        return new GuardedHttp(new UrlRules(plainAllowed), new SystemClient(policy));
    }

    /** No lambda: making one loads the class that it returns. */
    private record SystemClient(AddressPolicy policy) implements ClientSource {
        @Override
        public OkHttpClient create() {
            return GuardedClient.builder(HostResolver.SYSTEM, policy).build();
        }
    }

    @Override
    public OutboundResponse send(OutboundRequest request) throws OutboundHttpException {
        HttpUrl url = rules.check(request.url());
        GuardedClient.Peer peer = new GuardedClient.Peer();
        Request built = Requests.build(request, url, peer);
        Call call = within(request.limits().timeout()).newCall(built);
        try {
            return new GuardedResponse(
                    call.execute(), peer.address(), request.limits().maxBytes());
        } catch (IOException e) {
            throw Failures.of(url, e);
        }
    }

    /** Most callers always give the same time. */
    private OkHttpClient within(Duration timeout) throws OutboundHttpException {
        OkHttpClient known = clients.get(timeout);
        if (known != null) {
            return known;
        }
        OkHttpClient made = GuardedClient.within(client(), timeout);
        if (clients.size() < MOST_CLIENTS) {
            clients.put(timeout, made);
        }
        return made;
    }

    private OkHttpClient client() throws OutboundHttpException {
        OkHttpClient known = client;
        if (known != null) {
            return known;
        }
        try {
            starting.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OutboundHttpException(Reason.CONNECT_FAILED, "interrupted before the call", e);
        }
        try {
            OkHttpClient created = client;
            if (created == null) {
                created = source.create();
                client = created;
            }
            return created;
        } finally {
            starting.unlock();
        }
    }

    @Override
    public void close() {
        OkHttpClient known = client;
        if (known != null) {
            known.dispatcher().executorService().shutdown();
            known.connectionPool().evictAll();
        }
    }
}
