package io.penstock.console.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a route takes and gives, for reading requests and for the OpenAPI document. Immutable.
 *
 * @param summary    one sentence
 * @param parameters of path and query; those that a path names are of the path
 * @param takes      the record that the body is read into, null if there is no body
 * @param gives      what it answers with
 * @param statuses   statuses of problems beyond those that every route has
 */
public record Operation(
        String summary,
        List<Parameter> parameters,
        @Nullable Takes takes,
        Gives gives,
        Set<Integer> statuses) {

    /** The largest body unless a route says otherwise, in bytes. */
    public static final int USUAL_BODY = 64 * 1024;

    /** A body: a record, how many bytes at most, and whether it may be left out. */
    public record Takes(Class<?> type, int bytes, boolean optional) {}

    /** What a route answers with when nothing is wrong. */
    public sealed interface Gives {
        /** A JSON document. */
        record Document(int status, Class<?> type) implements Gives {}

        /** 204. */
        record Nothing() implements Gives {}

        /** Content that is not ours to describe, of one of these media types. */
        record Content(List<String> mediaTypes) implements Gives {}

        /** 303. */
        record Elsewhere() implements Gives {}
    }

    /** An operation without parameters and body that answers with 204. */
    public static Operation of(String summary) {
        return new Operation(summary, List.of(), null, new Gives.Nothing(), Set.of());
    }

    public Operation with(Parameter... more) {
        List<Parameter> all = new ArrayList<>(parameters);
        all.addAll(Arrays.asList(more));
        return new Operation(summary, List.copyOf(all), takes, gives, statuses);
    }

    public Operation with(List<Parameter> more) {
        return with(more.toArray(Parameter[]::new));
    }

    public Operation taking(Class<?> body) {
        return taking(body, USUAL_BODY);
    }

    public Operation taking(Class<?> body, int bytes) {
        return new Operation(summary, parameters, new Takes(body, bytes, false), gives, statuses);
    }

    /** Takes a body that may be left out. */
    public Operation takingMaybe(Class<?> body) {
        return new Operation(summary, parameters, new Takes(body, USUAL_BODY, true), gives, statuses);
    }

    public Operation giving(Class<?> document) {
        return giving(200, document);
    }

    public Operation giving(int status, Class<?> document) {
        return giving(new Gives.Document(status, document));
    }

    public Operation giving(Gives other) {
        return new Operation(summary, parameters, takes, other, statuses);
    }

    /** Names statuses of problems that not every route has. */
    public Operation failing(Integer... more) {
        Set<Integer> all = new TreeSet<>(statuses);
        all.addAll(Arrays.asList(more));
        return new Operation(summary, parameters, takes, gives, all);
    }
}
