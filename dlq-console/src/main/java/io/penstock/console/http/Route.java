package io.penstock.console.http;

import io.penstock.console.access.Rule;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * One line of the route table. Nothing is served that has none.
 *
 * @param method    the HTTP method
 * @param path      below the base path, with {@code {name}} for parameters
 * @param rule      who may
 * @param effect    what it does to the world
 * @param operation what it takes and gives
 * @param endpoint  what answers
 */
public record Route(Method method, String path, Rule rule, Effect effect, Operation operation, Endpoint endpoint) {

    /** What the paths of the API begin with. */
    public static final String API = "/api/v1";

    private static final Pattern NAME = Pattern.compile("\\{([a-z_]+)}");

    /** The methods that we use. */
    public enum Method {
        GET,
        POST,
        PATCH,
        DELETE
    }

    public Route {
        if (effect.mutates() == (method == Method.GET)) {
            throw new IllegalArgumentException(
                    "route " + method + " " + path + ": expected that GET changes nothing and all else does");
        }
        for (String name : namesIn(path)) {
            if (operation.parameters().stream()
                    .noneMatch(parameter -> parameter.name().equals(name))) {
                throw new IllegalArgumentException("route " + path + ": expected parameter " + name + ", got none");
            }
        }
    }

    /** True for what probes and Prometheus ask for, which know nothing of a base path. */
    static boolean isProbe(Route route) {
        return !route.path().startsWith(API);
    }

    private static List<String> namesIn(String path) {
        return NAME.matcher(path)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    /** The names of the parameters in the path. */
    List<String> pathNames() {
        return namesIn(path);
    }
}
