package io.penstock.console.http;

import io.penstock.console.letter.LetterFilter;
import io.penstock.console.letter.LetterGroups;
import java.util.List;

/** Groups of dead letters of one cause, and what is known about them. */
final class GroupRoutes {
    private static final Parameter FINGERPRINT = Parameter.text("fingerprint", 64, "The group's fingerprint");

    private final LetterGroups groups;

    GroupRoutes(LetterGroups groups) {
        this.groups = groups;
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
    List<Route> routes() {
        return List.of(
                LetterRoutes.get(
                        "/groups",
                        Operation.of("Groups of one cause, the one seen last first")
                                .with(LetterRoutes.FILTER)
                                .with(LetterRoutes.CURSOR, LetterRoutes.limit(LetterGroups.LARGEST_PAGE))
                                .giving(LetterViews.GroupList.class),
                        this::groups),
                LetterRoutes.get(
                        "/groups/{fingerprint}",
                        Operation.of("One group")
                                .with(FINGERPRINT)
                                .giving(LetterViews.GroupView.class)
                                .failing(404),
                        this::group),
                new Route(
                        Route.Method.PATCH,
                        LetterRoutes.PATH + "/groups/{fingerprint}",
                        LetterRoutes.OPERATOR,
                        Effect.changes("groups.note"),
                        Operation.of("Write down what is known about a group")
                                .with(FINGERPRINT)
                                .taking(GroupNote.class)
                                .failing(404),
                        this::note));
    }

    private Answer groups(Call call) {
        LetterFilter filter = LetterRoutes.filter(call);
        try {
            var page = groups.page(LetterRoutes.scope(call), filter, call.text("cursor"), call.whole("limit"));
            return Answer.ok(new LetterViews.GroupList(
                    page.groups().stream().map(LetterViews.GroupView::of).toList(), page.next()));
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Problem.invalid("cursor", String.valueOf(e.getMessage())));
        }
    }

    private Answer group(Call call) {
        return groups.find(LetterRoutes.scope(call), call.needText("fingerprint"))
                .map(group -> Answer.ok(LetterViews.GroupView.of(group)))
                .orElseThrow(() -> new ProblemException(Problem.notFound("there is no such group")));
    }

    private Answer note(Call call) {
        String fingerprint = call.needText("fingerprint");
        call.act().on("group " + fingerprint);
        String note = call.body(GroupNote.class).note();
        if (!groups.note(
                LetterRoutes.scope(call), fingerprint, note, call.caller().name())) {
            throw new ProblemException(Problem.notFound("there is no such group"));
        }
        return Answer.empty();
    }
}
