package io.penstock.internal.http;

import io.penstock.spi.http.OutboundHttpException;
import io.penstock.spi.http.OutboundHttpException.Reason;
import io.penstock.spi.http.OutboundRequest;
import java.io.IOException;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/** Our request as one of OkHttp. */
final class Requests {
    private Requests() {}

    static Request build(OutboundRequest request, HttpUrl url, GuardedClient.Peer peer) throws OutboundHttpException {
        try {
            OutboundRequest.Body body = request.body();
            Request.Builder builder = new Request.Builder()
                    .url(url)
                    .tag(GuardedClient.Peer.class, peer)
                    .method(request.method(), body == null ? null : new SentOnce(body));
            request.headers().forEach(builder::header);
            if (request.headers().keySet().stream().noneMatch("user-agent"::equalsIgnoreCase)) {
                builder.header("User-Agent", "Penstock");
            }
            return builder.build();
        } catch (IllegalArgumentException e) {
            // its message may repeat a header's value
            throw new OutboundHttpException(
                    Reason.INVALID_REQUEST,
                    "request: expected a method that fits the body, and header names and values of printable ASCII",
                    null);
        }
    }

    /** A body that OkHttp does not send a second time on its own. */
    private static final class SentOnce extends RequestBody {
        private final OutboundRequest.Body body;

        SentOnce(OutboundRequest.Body body) {
            this.body = body;
        }

        @Override
        public @Nullable MediaType contentType() {
            return MediaType.parse(body.contentType());
        }

        @Override
        public long contentLength() {
            return body.bytes().length;
        }

        @Override
        public boolean isOneShot() {
            return true;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            sink.write(body.bytes());
        }
    }
}
