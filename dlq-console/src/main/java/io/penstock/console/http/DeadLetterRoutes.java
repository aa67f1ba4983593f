package io.penstock.console.http;

import io.penstock.console.access.Rule;
import io.penstock.console.letter.Cursor;
import io.penstock.console.letter.DeadLetter;
import io.penstock.console.letter.LetterContent;
import io.penstock.console.letter.LetterPage;
import io.penstock.console.letter.Letters;
import io.penstock.console.redact.LetterView;
import io.penstock.console.redact.Redaction;
import io.penstock.console.replay.Replays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Dead letters: lists and one by one. Within the caller's tenants, and redacted unless revealing was allowed. */
final class DeadLetterRoutes {
    private static final Parameter ID = Parameter.id("id", "The dead letter's id");

    private final Letters letters;
    private final Replays replays;
    private final Redaction redaction;

    DeadLetterRoutes(Letters letters, Replays replays, Redaction redaction) {
        this.letters = letters;
        this.replays = replays;
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

    /** The routes. */
    List<Route> routes() {
        return List.of(
                LetterRoutes.get(
                        "",
                        Operation.of("Dead letters, the newest first")
                                .with(LetterRoutes.FILTER)
                                .with(LetterRoutes.CURSOR, LetterRoutes.limit(Letters.LARGEST_PAGE))
                                .giving(LetterViews.LetterList.class),
                        this::list),
                LetterRoutes.get(
                        "/count",
                        Operation.of("How many there are, counted up to 10,000")
                                .with(LetterRoutes.FILTER)
                                .giving(LetterViews.LetterCount.class),
                        this::count),
                LetterRoutes.get(
                        "/{id}",
                        Operation.of("Everything known of a dead letter, redacted")
                                .with(ID)
                                .giving(LetterViews.LetterDetail.class)
                                .failing(404),
                        this::show),
                LetterRoutes.post(
                        "/{id}/reveal",
                        new Rule.MayReveal(),
                        "dead_letters.reveal",
                        Operation.of("Everything known of a dead letter, nothing hidden")
                                .with(ID)
                                .taking(Reveal.class)
                                .giving(LetterViews.LetterDetail.class)
                                .failing(404),
                        this::reveal));
    }

    private Answer list(Call call) {
        LetterPage page =
                letters.page(LetterRoutes.scope(call), LetterRoutes.filter(call), cursor(call), call.whole("limit"));
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
        return Answer.ok(
                LetterViews.LetterCount.of(letters.count(LetterRoutes.scope(call), LetterRoutes.filter(call))));
    }

    private Answer show(Call call) {
        Found found = find(call);
        return Answer.ok(LetterViews.LetterDetail.of(
                LetterView.redacted(found.letter(), found.content(), redaction), history(call, found)));
    }

    private List<LetterViews.LetterReplay> history(Call call, Found found) {
        return replays.of(LetterRoutes.scope(call), found.letter().id()).stream()
                .map(LetterViews.LetterReplay::of)
                .toList();
    }

    private Answer reveal(Call call) {
        call.act()
                .on("dead_letter " + call.id("id"))
                .detail("reason", call.body(Reveal.class).reason());
        Found found = find(call);
        return Answer.ok(LetterViews.LetterDetail.of(
                LetterView.revealed(found.letter(), found.content()), history(call, found)));
    }

    private record Found(DeadLetter letter, LetterContent content) {}

    private Found find(Call call) {
        long id = call.id("id");
        DeadLetter letter = letters.find(LetterRoutes.scope(call), id).orElseThrow(DeadLetterRoutes::unknown);
        return new Found(letter, letters.content(LetterRoutes.scope(call), id).orElseThrow(DeadLetterRoutes::unknown));
    }

    private static ProblemException unknown() {
        return new ProblemException(Problem.notFound("there is no dead letter with this id"));
    }
}
