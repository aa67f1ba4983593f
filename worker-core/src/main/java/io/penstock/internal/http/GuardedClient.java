package io.penstock.internal.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.time.Duration;
import java.util.Objects;
import okhttp3.Connection;
import okhttp3.ConnectionPool;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** An OkHttp client that does what it is told and nothing on its own. */
final class GuardedClient {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final int RETRIED_STATUS = 503;

    /** Tag of a request: who it is sent to. */
    static final class Peer {
        private volatile @Nullable InetSocketAddress address;

        InetSocketAddress address() {
            return Objects.requireNonNull(address, "a response came from nowhere");
        }
    }

    private GuardedClient() {}

    static OkHttpClient.Builder builder(HostResolver resolver, AddressPolicy policy) {
        return new OkHttpClient.Builder()
                .proxy(Proxy.NO_PROXY)
                .dns(new GuardedDns(resolver, policy, CONNECT_TIMEOUT))
                .socketFactory(new GuardedSocketFactory(policy))
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .addNetworkInterceptor(GuardedClient::notePeer)
                .addNetworkInterceptor(GuardedClient::withoutInvitationToRetry)
                .connectTimeout(CONNECT_TIMEOUT)
                // one deadline for the whole call, set for each, is what counts
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO);
    }

    private static Response notePeer(Interceptor.Chain chain) throws IOException {
        Connection connection = chain.connection();
        Peer peer = chain.request().tag(Peer.class);
        if (connection != null && peer != null) {
            peer.address = connection.route().socketAddress();
        }
        return chain.proceed(chain.request());
    }

    /**
     * OkHttp sends a request again at once if a 503 says {@code Retry-After: 0}, and cannot be told not to. The header says no
     * more than its absence.
     */
    private static Response withoutInvitationToRetry(Interceptor.Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        boolean invited = response.code() == RETRIED_STATUS && isZero(response.header("Retry-After"));
        return invited ? response.newBuilder().removeHeader("Retry-After").build() : response;
    }

    private static boolean isZero(@Nullable String seconds) {
        return seconds != null && seconds.matches("0+");
    }

    /** The same client for calls of at most {@code timeout}; shares all but connections with the others. */
    static OkHttpClient within(OkHttpClient shared, Duration timeout, ConnectionPool pool) {
        OkHttpClient.Builder builder = shared.newBuilder().callTimeout(timeout).connectionPool(pool);
        if (shared.dns() instanceof GuardedDns dns) {
            builder.dns(dns.within(timeout)); // a look-up cannot be cancelled
        }
        return builder.build();
    }
}
