package io.penstock.console.http;

import io.penstock.console.access.Role;
import io.penstock.console.access.Rule;
import io.penstock.console.letter.FilterParameters;
import io.penstock.console.letter.LetterArchive;
import io.penstock.console.letter.LetterFilter;
import io.penstock.console.letter.LetterGroups;
import io.penstock.console.letter.Letters;
import io.penstock.console.letter.TenantScope;
import io.penstock.console.redact.Redaction;
import io.penstock.console.replay.Replays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All routes of dead letters, and what they have in common: where they are, which parameters say what is meant, for whom. */
public final class LetterRoutes {
    static final String PATH = Route.API + "/dead-letters";
    static final Rule READER = new Rule.AtLeast(Role.READER);
    static final Rule OPERATOR = new Rule.AtLeast(Role.OPERATOR);
    static final Parameter CURSOR = Parameter.text("cursor", 64, "Where the last page ended");

    /** The parameters of a filter. */
    static final List<Parameter> FILTER = List.of(
            Parameter.text("queue", 255, "Died in this queue"),
            Parameter.text("type", 255, "Job type"),
            Parameter.text("tenant", 255, "Tenant"),
            Parameter.text("error", 512, "Class of the error, with or without its package"),
            Parameter.text("reason", 64, "Why it died, e.g. attempts_exhausted"),
            Parameter.text("fingerprint", 64, "Group"),
            Parameter.moment("since", "Died at this instant or later"),
            Parameter.moment("until", "Died at this instant or earlier"),
            Parameter.text("q", 512, "Part of the job id, error class or error message"),
            Parameter.text("state", 64, "Some of open, replaying, replayed, resolved, archived, separated by commas"));

    private LetterRoutes() {}

    /** The routes: those with a name of their own before those that take any id. */
    public static List<Route> of(
            Letters letters, LetterGroups groups, LetterArchive archive, Replays replays, Redaction redaction) {
        return Stream.of(
                        new GroupRoutes(groups).routes(),
                        new ExportRoutes(letters, redaction).routes(),
                        new ArchiveRoutes(archive).routes(),
                        new DeadLetterRoutes(letters, replays, redaction).routes())
                .flatMap(List::stream)
                .toList();
    }

    static Route get(String path, Operation operation, Endpoint endpoint) {
        return new Route(Route.Method.GET, PATH + path, READER, Effect.reads(), operation, endpoint);
    }

    static Route post(String path, Rule rule, String action, Operation operation, Endpoint endpoint) {
        return new Route(Route.Method.POST, PATH + path, rule, Effect.changes(action), operation, endpoint);
    }

    static Parameter limit(int most) {
        return Parameter.whole("limit", 1, most, Math.min(most, 100), "How many at most");
    }

    static TenantScope scope(Call call) {
        return call.caller().scope();
    }

    static LetterFilter filter(Call call) {
        Map<String, String> given = new HashMap<>();
        for (String name : FilterParameters.NAMES) {
            Object value = call.value(name);
            if (value != null) {
                given.put(name, value.toString());
            }
        }
        return Selection.parse(given);
    }
}
