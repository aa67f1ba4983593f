package io.penstock.console.http;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes answers and problems, with the headers that every answer bears. */
final class AnswerWriter {
    private static final Logger log = LoggerFactory.getLogger(AnswerWriter.class);

    /** Nothing that we answer is a page, so nothing in it may run, load or be framed. */
    static final Map<String, String> SECURITY_HEADERS = Map.of(
            "Content-Security-Policy",
                    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Permissions-Policy", "camera=(), geolocation=(), microphone=()",
            "Cache-Control", "no-store");

    private static final int LARGEST_REST = 1024 * 1024;

    private AnswerWriter() {}

    /** Sets the headers that do not depend on the answer. */
    static void prepare(Visit visit) {
        HttpServletResponse response = visit.context().res();
        SECURITY_HEADERS.forEach(response::setHeader);
        response.setHeader("X-Request-Id", visit.requestId());
        if (visit.isHttps()) {
            response.setHeader("Strict-Transport-Security", "max-age=31536000");
        }
    }

    static void write(Visit visit, Answer answer) throws IOException {
        Context context = visit.context();
        switch (answer) {
            case Answer.Json json -> send(context, json.status(), "application/json", bytes(json.body()));
            case Answer.Empty empty -> context.status(204);
            case Answer.Text text ->
                send(context, text.status(), text.contentType(), text.body().getBytes(StandardCharsets.UTF_8));
            case Answer.Redirect redirect -> {
                context.res().setHeader("Location", redirect.location().toString());
                context.status(303);
            }
            case Answer.Download download -> write(visit, download);
        }
    }

    static void write(Visit visit, Problem problem) throws IOException {
        Context context = visit.context();
        if (context.res().isCommitted()) {
            return;
        }
        problem.headers().forEach(context.res()::setHeader);
        readRest(context);
        send(context, problem.status(), Problem.MEDIA_TYPE, bytes(problem.document(visit.requestId())));
    }

    /**
     * Reads what is left of the body, for otherwise the connection is reset and the client may not see the answer. Bodies too large
     * for that end the connection.
     */
    private static void readRest(Context context) throws IOException {
        HttpServletRequest request = context.req();
        boolean chunked = request.getHeader("Transfer-Encoding") != null;
        if (chunked || request.getContentLengthLong() > LARGEST_REST) {
            context.res().setHeader("Connection", "close");
        }
        // one buffer at a time: what is not wanted must not take up memory either
        var unused = request.getInputStream().skip(LARGEST_REST);
    }

    private static void write(Visit visit, Answer.Download download) throws IOException {
        Context context = visit.context();
        HttpServletResponse response = context.res();
        context.status(200);
        response.setContentType(download.contentType());
        response.setHeader("Content-Disposition", "attachment; filename=\"" + download.name() + "\"");
        try {
            download.body().writeTo(response.getOutputStream());
        } catch (IOException | RuntimeException e) {
            if (!response.isCommitted()) {
                response.resetBuffer();
                response.setHeader("Content-Disposition", null);
                throw e;
            }
            log.warn("request {}: the download was cut off: {}", visit.requestId(), e.toString());
            cut(context);
        }
    }

    private static void cut(Context context) {
        ServletContextRequest.getServletContextRequest(context.req())
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint()
                .close();
    }

    private static byte[] bytes(Object body) throws IOException {
        return ApiJson.MAPPER.writeValueAsBytes(body);
    }

    private static void send(Context context, int status, String contentType, byte[] body) throws IOException {
        context.status(status);
        context.res().setContentType(contentType);
        context.res().setContentLength(body.length);
        context.res().getOutputStream().write(body);
    }
}
