package io.penstock.console.http;

import io.penstock.console.access.Role;
import io.penstock.console.access.Rule;
import io.penstock.console.letter.Cursor;
import io.penstock.console.letter.DeadLetter;
import io.penstock.console.letter.FilterParameters;
import io.penstock.console.letter.LetterArchive;
import io.penstock.console.letter.LetterContent;
import io.penstock.console.letter.LetterFilter;
import io.penstock.console.letter.LetterGroups;
import io.penstock.console.letter.LetterPage;
import io.penstock.console.letter.Letters;
import io.penstock.console.letter.TenantScope;
import io.penstock.console.redact.LetterExport;
import io.penstock.console.redact.LetterView;
import io.penstock.console.redact.Redaction;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Dead letters: lists, groups, one by one, export, archive. Within the caller's tenant, and redacted, always. */
public final class DeadLetterRoutes {
    private static final String PATH = Route.API + "/dead-letters";
    private static final Rule READER = new Rule.AtLeast(Role.READER);
    private static final Rule OPERATOR = new Rule.AtLeast(Role.OPERATOR);
    private static final Parameter ID = Parameter.id("id", "The dead letter's id");
    private static final Parameter FINGERPRINT = Parameter.text("fingerprint", 64, "The group's fingerprint");
    private static final Parameter CURSOR = Parameter.text("cursor", 64, "Where the last page ended");

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

    private final Letters letters;
    private final LetterGroups groups;
    private final LetterArchive archive;
    private final Redaction redaction;

    public DeadLetterRoutes(Letters letters, LetterGroups groups, LetterArchive archive, Redaction redaction) {
        this.letters = letters;
        this.groups = groups;
        this.archive = archive;
        this.redaction = redaction;
    }

    /** Why somebody wants to see what is hidden. */
    public record Reveal(String reason) {
        public Reveal {
            if (reason != null && (reason.isBlank() || reason.length() > 500)) {
                throw new IllegalArgumentException("reason: expected 1 to 500 characters");
            }
        }
    }

    /** What is known about a group; an empty note takes it away. */
    public record GroupNote(String note) {
        public GroupNote {
            if (note != null && (note.length() > LetterGroups.LONGEST_NOTE || note.indexOf('\0') >= 0)) {
                throw new IllegalArgumentException(
                        "note: expected at most " + LetterGroups.LONGEST_NOTE + " characters");
            }
        }
    }

    /** The routes. */
    public List<Route> routes() {
        return List.of(
                get(
                        "",
                        Operation.of("Dead letters, the newest first")
                                .with(FILTER)
                                .with(CURSOR, limit(Letters.LARGEST_PAGE))
                                .giving(LetterViews.LetterList.class),
                        this::list),
                get(
                        "/count",
                        Operation.of("How many there are, counted up to 10,000")
                                .with(FILTER)
                                .giving(LetterViews.LetterCount.class),
                        this::count),
                get(
                        "/groups",
                        Operation.of("Groups of one cause, the one seen last first")
                                .with(FILTER)
                                .with(CURSOR, limit(LetterGroups.LARGEST_PAGE))
                                .giving(LetterViews.GroupList.class),
                        this::groups),
                new Route(
                        Route.Method.GET,
                        PATH + "/export",
                        READER,
                        Effect.discloses("dead_letters.export"),
                        Operation.of("Dead letters as lines of JSON or as a table")
                                .with(FILTER)
                                .with(Parameter.choice("format", List.of("ndjson", "csv"), "Default: ndjson"))
                                .giving(new Operation.Gives.Content(List.of("application/x-ndjson", "text/csv"))),
                        this::export),
                get(
                        "/{id}",
                        Operation.of("Everything known of a dead letter, redacted")
                                .with(ID)
                                .giving(LetterViews.LetterDetail.class)
                                .failing(404),
                        this::show),
                post(
                        "/{id}/reveal",
                        new Rule.MayReveal(),
                        "dead_letters.reveal",
                        Operation.of("Everything known of a dead letter, nothing hidden")
                                .with(ID)
                                .taking(Reveal.class)
                                .giving(LetterViews.LetterDetail.class)
                                .failing(404),
                        this::reveal),
                post(
                        "/archive",
                        OPERATOR,
                        "dead_letters.archive",
                        Operation.of("Put open dead letters away")
                                .taking(Selection.class, Selection.BODY)
                                .giving(LetterViews.Moved.class),
                        this::archive),
                post(
                        "/restore",
                        OPERATOR,
                        "dead_letters.restore",
                        Operation.of("Make archived dead letters open again")
                                .taking(Selection.class, Selection.BODY)
                                .giving(LetterViews.Moved.class),
                        this::restore),
                get(
                        "/groups/{fingerprint}",
                        Operation.of("One group")
                                .with(FINGERPRINT)
                                .giving(LetterViews.GroupView.class)
                                .failing(404),
                        this::group),
                new Route(
                        Route.Method.PATCH,
                        PATH + "/groups/{fingerprint}",
                        OPERATOR,
                        Effect.changes("groups.note"),
                        Operation.of("Write down what is known about a group")
                                .with(FINGERPRINT)
                                .taking(GroupNote.class)
                                .failing(404),
                        this::note));
    }

    private static Route get(String path, Operation operation, Endpoint endpoint) {
        return new Route(Route.Method.GET, PATH + path, READER, Effect.reads(), operation, endpoint);
    }

    private static Route post(String path, Rule rule, String action, Operation operation, Endpoint endpoint) {
        return new Route(Route.Method.POST, PATH + path, rule, Effect.changes(action), operation, endpoint);
    }

    private static Parameter limit(int most) {
        return Parameter.whole("limit", 1, most, Math.min(most, 100), "How many at most");
    }

    private static TenantScope scope(Call call) {
        return call.caller().scope();
    }

    private static LetterFilter filter(Call call) {
        Map<String, String> given = new HashMap<>();
        for (String name : FilterParameters.NAMES) {
            Object value = call.value(name);
            if (value != null) {
                given.put(name, value.toString());
            }
        }
        return Selection.parse(given);
    }

    private Answer list(Call call) {
        LetterPage page = letters.page(scope(call), filter(call), cursor(call), call.whole("limit"));
        Cursor next = page.next();
        return Answer.ok(new LetterViews.LetterList(
                page.letters().stream()
                        .map(letter -> LetterViews.LetterSummary.of(LetterView.redacted(letter, redaction)))
                        .toList(),
                next == null ? null : next.text()));
    }

    private static @Nullable Cursor cursor(Call call) {
        String text = call.text("cursor");
        try {
            return text == null ? null : Cursor.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Problem.invalid("cursor", String.valueOf(e.getMessage())));
        }
    }

    private Answer count(Call call) {
        return Answer.ok(LetterViews.LetterCount.of(letters.count(scope(call), filter(call))));
    }

    private Answer groups(Call call) {
        LetterFilter filter = filter(call);
        try {
            var page = groups.page(scope(call), filter, call.text("cursor"), call.whole("limit"));
            return Answer.ok(new LetterViews.GroupList(
                    page.groups().stream().map(LetterViews.GroupView::of).toList(), page.next()));
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Problem.invalid("cursor", String.valueOf(e.getMessage())));
        }
    }

    private Answer group(Call call) {
        return groups.find(scope(call), call.needText("fingerprint"))
                .map(group -> Answer.ok(LetterViews.GroupView.of(group)))
                .orElseThrow(() -> new ProblemException(Problem.notFound("there is no such group")));
    }

    private Answer note(Call call) {
        String fingerprint = call.needText("fingerprint");
        call.act().on("group " + fingerprint);
        String note = call.body(GroupNote.class).note();
        if (!groups.note(scope(call), fingerprint, note, call.caller().name())) {
            throw new ProblemException(Problem.notFound("there is no such group"));
        }
        return Answer.empty();
    }

    private Answer show(Call call) {
        Found found = find(call);
        return Answer.ok(LetterViews.LetterDetail.of(LetterView.redacted(found.letter(), found.content(), redaction)));
    }

    private Answer reveal(Call call) {
        call.act()
                .on("dead_letter " + call.id("id"))
                .detail("reason", call.body(Reveal.class).reason());
        Found found = find(call);
        return Answer.ok(LetterViews.LetterDetail.of(LetterView.revealed(found.letter(), found.content())));
    }

    private record Found(DeadLetter letter, LetterContent content) {}

    private Found find(Call call) {
        long id = call.id("id");
        DeadLetter letter = letters.find(scope(call), id).orElseThrow(DeadLetterRoutes::unknown);
        return new Found(letter, letters.content(scope(call), id).orElseThrow(DeadLetterRoutes::unknown));
    }

    private static ProblemException unknown() {
        return new ProblemException(Problem.notFound("there is no dead letter with this id"));
    }

    private Answer archive(Call call) {
        Selection selection = selection(call);
        return moved(
                call,
                selection.ids() == null
                        ? archive.archive(scope(call), selection.letterFilter())
                        : archive.archive(scope(call), selection.idNumbers()));
    }

    private Answer restore(Call call) {
        Selection selection = selection(call);
        return moved(
                call,
                selection.ids() == null
                        ? archive.restore(scope(call), selection.letterFilter())
                        : archive.restore(scope(call), selection.idNumbers()));
    }

    private static Selection selection(Call call) {
        Selection selection = call.body(Selection.class);
        List<String> ids = selection.ids();
        call.act()
                .on(ids == null ? "dead letters by filter" : ids.size() + " dead letters by id")
                .detail("reason", selection.reason())
                .detail("filter", ApiJson.MAPPER.valueToTree(selection.filter()))
                .detail("ids", ids == null ? null : ids.stream().limit(100).toList());
        return selection;
    }

    private static Answer moved(Call call, LetterArchive.Result result) {
        call.act()
                .detail("moved", result.moved())
                .detail("refused", result.refused().size());
        return Answer.ok(LetterViews.Moved.of(result));
    }

    private Answer export(Call call) {
        LetterFilter filter = filter(call);
        TenantScope scope = scope(call);
        LetterExport export = new LetterExport(letters, redaction);
        boolean csv = "csv".equals(call.text("format"));
        call.act().on("dead letters by filter").detail("filter", call.query());
        return csv
                ? new Answer.Download(
                        LetterExport.CSV, "dead-letters.csv", out -> write(out, to -> export.csv(scope, filter, to)))
                : new Answer.Download(
                        LetterExport.NDJSON,
                        "dead-letters.ndjson",
                        out -> write(out, to -> export.ndjson(scope, filter, to)));
    }

    private interface Export {
        void to(Writer out);
    }

    private static void write(OutputStream out, Export export) throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 64 * 1024);
        try {
            export.to(writer);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        writer.flush();
    }
}
