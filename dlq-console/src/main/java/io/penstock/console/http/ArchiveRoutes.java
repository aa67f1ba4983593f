package io.penstock.console.http;

import io.penstock.console.letter.LetterArchive;
import java.util.List;

/** Dead letters are put away and made open again, by id or by filter. */
final class ArchiveRoutes {
    private final LetterArchive archive;

    ArchiveRoutes(LetterArchive archive) {
        this.archive = archive;
    }

    /** The routes. */
    List<Route> routes() {
        return List.of(
                LetterRoutes.post(
                        "/archive",
                        LetterRoutes.OPERATOR,
                        "dead_letters.archive",
                        Operation.of("Put open dead letters away")
                                .taking(Selection.class, Selection.BODY)
                                .giving(LetterViews.Moved.class),
                        this::archive),
                LetterRoutes.post(
                        "/restore",
                        LetterRoutes.OPERATOR,
                        "dead_letters.restore",
                        Operation.of("Make archived dead letters open again")
                                .taking(Selection.class, Selection.BODY)
                                .giving(LetterViews.Moved.class),
                        this::restore));
    }

    private Answer archive(Call call) {
        Selection selection = selection(call);
        return moved(
                call,
                selection.ids() == null
                        ? archive.archive(LetterRoutes.scope(call), selection.letterFilter())
                        : archive.archive(LetterRoutes.scope(call), selection.idNumbers()));
    }

    private Answer restore(Call call) {
        Selection selection = selection(call);
        return moved(
                call,
                selection.ids() == null
                        ? archive.restore(LetterRoutes.scope(call), selection.letterFilter())
                        : archive.restore(LetterRoutes.scope(call), selection.idNumbers()));
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
}
