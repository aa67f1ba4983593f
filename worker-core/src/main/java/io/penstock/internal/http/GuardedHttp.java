package io.penstock.internal.http;

import io.penstock.spi.http.OutboundHttp;
import io.penstock.spi.http.OutboundHttpException;
import io.penstock.spi.http.OutboundHttpException.Reason;
import io.penstock.spi.http.OutboundRequest;
import io.penstock.spi.http.OutboundResponse;
import java.io.IOException;
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
    private static final int MOST_URLS = 2_000;

    private final UrlRules rules;
    private final ClientSource source;
    private final ReentrantLock starting = new ReentrantLock();
    private final Map<String, HttpUrl> urls = new ConcurrentHashMap<>();
    private volatile @Nullable Lanes lanes;

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
        HttpUrl url = checked(request.url());
        GuardedClient.Peer peer = new GuardedClient.Peer();
        Request built = Requests.build(request, url, peer);
        Call call = lanes().client(url, request.limits().timeout()).newCall(built);
        try {
            return new GuardedResponse(
                    call.execute(), peer.address(), request.limits().maxBytes());
        } catch (IOException e) {
            throw Failures.of(url, e);
        }
    }

    /** Many calls go to few URLs, and reading one takes as long as signing a message. */
    private HttpUrl checked(String text) throws OutboundHttpException {
        HttpUrl known = urls.get(text);
        if (known != null) {
            return known;
        }
        HttpUrl url = rules.check(text);
        if (urls.size() >= MOST_URLS) {
            urls.clear();
        }
        urls.put(text, url);
        return url;
    }

    private Lanes lanes() throws OutboundHttpException {
        Lanes known = lanes;
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
            Lanes opened = lanes;
            if (opened == null) {
                opened = new Lanes(source.create());
                lanes = opened;
            }
            return opened;
        } finally {
            starting.unlock();
        }
    }

    @Override
    public void close() {
        Lanes known = lanes;
        if (known != null) {
            known.close();
        }
    }
}
