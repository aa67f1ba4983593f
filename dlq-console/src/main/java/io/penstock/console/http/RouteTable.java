package io.penstock.console.http;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * All that the console serves. Immutable.
 *
 * @param routes in no particular order, each method and path once
 */
public record RouteTable(List<Route> routes) {

    public RouteTable {
        routes = List.copyOf(routes);
        Set<String> seen = new HashSet<>();
        for (Route route : routes) {
            if (!seen.add(route.method() + " " + route.path())) {
                throw new IllegalArgumentException("route " + route.method() + " " + route.path() + " is there twice");
            }
        }
    }

    /** The table of what each part contributes. */
    public static RouteTable of(Collection<List<Route>> parts) {
        List<Route> all = new ArrayList<>();
        parts.forEach(all::addAll);
        return new RouteTable(all);
    }

    /** Paths without parameters first: {@code /dead-letters/groups} is no id. */
    List<Route> inOrder() {
        return routes.stream()
                .sorted(Comparator.comparingInt(route -> route.pathNames().size()))
                .toList();
    }

    /** This table and more. */
    public RouteTable and(List<Route> more) {
        return of(List.of(routes, more));
    }
}
