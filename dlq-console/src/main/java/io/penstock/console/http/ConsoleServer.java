package io.penstock.console.http;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.router.Endpoint;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.HttpConfiguration;

/**
 * The HTTP server: Jetty under Javalin, a virtual thread for each call. What the table does not name is not served, and every error,
 * Jetty's own too, is a problem document. Thread-safe.
 */
public final class ConsoleServer implements AutoCloseable {
    private static final int HEADER_BYTES = 16 * 1024;
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final Forwarding forwarding;
    private final MeterRegistry meters;
    private final AtomicInteger underWay = new AtomicInteger();
    private final Javalin javalin;
    private volatile boolean draining;

    /**
     * Prepares a server; nothing is served yet.
     *
     * @param table      what is served
     * @param admission  who may, and who is told
     * @param forwarding how it is reached
     */
    public ConsoleServer(RouteTable table, Admission admission, Forwarding forwarding, MeterRegistry meters) {
        this.forwarding = forwarding;
        this.meters = meters;
        BodyBudget bodies = BodyBudget.ofThisProcess();
        this.javalin = Javalin.create(config -> {
            configure(config);
            for (Route route : table.inOrder()) {
                add(config, route, new RouteHandler(route, forwarding, admission.gate(), admission.recorder(), bodies));
            }
        });
    }

    private void configure(JavalinConfig config) {
        config.concurrency.useVirtualThreads = true;
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.jetty.modifyHttpConfiguration(ConsoleServer::limit);
        config.jetty.modifyServer(server -> server.setErrorHandler(new JettyProblems()));
        config.routes.before(this::arrive);
        config.routes.after(this::leave);
        config.routes.exception(HttpResponseException.class, this::explain);
        config.routes.exception(
                Exception.class, (e, context) -> write(context, Failures.explain(e, "that was not begun")));
    }

    private static void limit(HttpConfiguration http) {
        http.setRequestHeaderSize(HEADER_BYTES);
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setIdleTimeout(IDLE.toMillis());
    }

    private void add(JavalinConfig config, Route route, RouteHandler handler) {
        String path = Route.isProbe(route) ? route.path() : forwarding.basePath() + route.path();
        config.routes.addEndpoint(
                new Endpoint(HandlerType.findOrCreate(route.method().name()), path, handler));
        if (route.method() == Route.Method.GET) {
            config.routes.addEndpoint(new Endpoint(HandlerType.HEAD, path, handler));
        }
    }

    private void arrive(Context context) throws IOException {
        underWay.incrementAndGet();
        context.attribute("began", System.nanoTime());
        if (draining) {
            context.res().setHeader("Connection", "close");
            write(context, Problem.unavailable("the console is stopping"));
            context.skipRemainingHandlers();
        }
    }

    private void leave(Context context) {
        underWay.decrementAndGet();
        Long began = context.attribute("began");
        if (began != null) {
            meters.timer(
                            "penstock.console.requests",
                            "method",
                            context.method().name(),
                            "status",
                            "" + context.statusCode())
                    .record(Duration.ofNanos(System.nanoTime() - began));
        }
    }

    private void explain(HttpResponseException thrown, Context context) {
        write(context, problem(thrown));
    }

    private static Problem problem(HttpResponseException thrown) {
        if (thrown instanceof MethodNotAllowedResponse) {
            String allowed = thrown.getDetails().getOrDefault("availableMethods", "GET");
            return Problem.methodNotAllowed(allowed);
        }
        return switch (thrown.getStatus()) {
            case 404 -> Problem.notFound("no route has this path; see /api/v1/openapi.json");
            default -> Problem.ofStatus(thrown.getStatus(), "see /api/v1/openapi.json for what is expected");
        };
    }

    private void write(Context context, Problem problem) {
        Visit visit = new Visit(context, forwarding);
        AnswerWriter.prepare(visit);
        try {
            AnswerWriter.write(visit, problem);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts to serve.
     *
     * @param host the address to listen on
     * @param port 0 for any free one
     * @return the port
     */
    public int start(String host, int port) {
        javalin.start(host, port);
        return port();
    }

    /** The port that it listens on. */
    public int port() {
        return javalin.port();
    }

    /** Refuses what comes from now on and lets what is under way end. */
    public void drain(Duration atMost) throws InterruptedException {
        draining = true;
        long deadline = System.nanoTime() + atMost.toNanos();
        while (underWay.get() > 0 && System.nanoTime() < deadline) {
            Thread.sleep(LOOK_AGAIN);
        }
    }

    @Override
    public void close() {
        javalin.stop();
    }
}
