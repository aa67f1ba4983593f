package io.penstock.console.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.penstock.console.access.Role;
import io.penstock.console.access.Rule;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** {@code /health/live}, {@code /health/ready} and {@code /metrics}, as workers have them. */
public final class ProbeRoutes {
    private ProbeRoutes() {}

    /**
     * What a health address answers.
     *
     * @param status {@code up} or {@code down}
     * @param checks state of each part by name
     */
    public record Health(String status, Map<String, String> checks) {
        /** Up if {@code up}. */
        public static Health of(boolean up, Map<String, String> checks) {
            return new Health(up ? "up" : "down", checks);
        }
    }

    /**
     * The routes.
     *
     * @param openMetrics whether anybody may read metrics; otherwise it needs a token like all else
     */
    public static List<Route> of(
            Supplier<Health> live, Supplier<Health> ready, PrometheusMeterRegistry meters, boolean openMetrics) {
        Rule forMetrics = openMetrics ? new Rule.Anyone() : new Rule.Everywhere(Role.READER);
        return List.of(
                health("/health/live", "Whether the process is worth keeping", live),
                health("/health/ready", "Whether the console can do its work", ready),
                new Route(
                        Route.Method.GET,
                        "/metrics",
                        forMetrics,
                        Effect.reads(),
                        Operation.of("Metrics for Prometheus")
                                .giving(new Operation.Gives.Content(List.of("text/plain"))),
                        call -> new Answer.Text(200, "text/plain; version=0.0.4; charset=utf-8", meters.scrape())));
    }

    private static Route health(String path, String summary, Supplier<Health> health) {
        return new Route(
                Route.Method.GET,
                path,
                new Rule.Anyone(),
                Effect.reads(),
                Operation.of(summary).giving(Health.class).failing(503),
                call -> {
                    Health now = health.get();
                    return new Answer.Json(now.status().equals("up") ? 200 : 503, now);
                });
    }
}
