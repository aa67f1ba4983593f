package io.penstock.console.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Problem documents for what Jetty refuses before any of our code sees it: broken requests, strange paths, huge headers. */
final class JettyProblems extends ErrorHandler {

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        ByteBuffer body = body(status);
        fill(response.getHeaders());
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.remaining());
        response.write(true, body, callback);
        return true;
    }

    private static void fill(HttpFields.Mutable fields) {
        AnswerWriter.SECURITY_HEADERS.forEach(fields::put);
        fields.put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
    }

    private static ByteBuffer body(int status) {
        String detail =
                status >= 500 ? "the server did not get further" : "the request is not one that HTTP allows here";
        Problem problem = status >= 500 ? Problem.internal() : Problem.ofStatus(status, detail);
        try {
            String id = UUID.randomUUID().toString();
            return ByteBuffer.wrap(ApiJson.MAPPER.writeValueAsBytes(problem.document(id)));
        } catch (IOException e) {
            return ByteBuffer.wrap("{}".getBytes(StandardCharsets.US_ASCII));
        }
    }
}
