package io.penstock.console.http;

import io.penstock.console.access.Rule;
import io.penstock.console.letter.TenantScope;
import io.penstock.console.replay.ItemState;
import io.penstock.console.replay.Planner;
import io.penstock.console.replay.Replay;
import io.penstock.console.replay.ReplayControl;
import io.penstock.console.replay.ReplayItem;
import io.penstock.console.replay.ReplayState;
import io.penstock.console.replay.Replays;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Replays: planned, started, looked at, paused, resumed, cancelled. Within the caller's tenants. */
public final class ReplayRoutes {
    private static final String PATH = Route.API + "/replays";
    private static final Parameter ID = Parameter.text("id", 64, "The replay's id");
    private static final int USUAL_ITEMS = 100;

    private final Replays replays;
    private final Planner planner;
    private final ReplayControl control;
    private final boolean byEvents;

    /** @param byEvents whether events of jobs are read */
    public ReplayRoutes(Replays replays, Planner planner, ReplayControl control, boolean byEvents) {
        this.replays = replays;
        this.planner = planner;
        this.control = control;
        this.byEvents = byEvents;
    }

    /** The routes. */
    public List<Route> routes() {
        return List.of(
                change(
                        Route.Method.POST,
                        "",
                        "replays.plan",
                        Operation.of("Plan a replay: which dead letters, frozen now; nothing is published")
                                .taking(ReplayRequests.NewReplay.class, Selection.BODY)
                                .giving(201, ReplayViews.ReplayView.class)
                                .failing(422),
                        this::plan),
                look(
                        "",
                        Operation.of("Replays, the newest first")
                                .with(
                                        Parameter.choice("state", words(), "Only those in this state"),
                                        Parameter.whole("limit", 1, Replays.LARGEST_PAGE, 20, "How many at most"),
                                        LetterRoutes.CURSOR)
                                .giving(ReplayViews.ReplayList.class),
                        this::list),
                look(
                        "/{id}",
                        Operation.of("A replay and what has become of its dead letters")
                                .with(
                                        ID,
                                        Parameter.text("state", 100, "Only items in these states, separated by commas"),
                                        Parameter.whole(
                                                "limit",
                                                0,
                                                Replays.LARGEST_ITEM_PAGE,
                                                USUAL_ITEMS,
                                                "How many items at most"),
                                        Parameter.id("cursor", "Where the last page of items ended"))
                                .giving(ReplayViews.ReplayView.class)
                                .failing(404),
                        this::show),
                control("start", "Start what was planned", call -> control.start(scope(call), id(call))),
                control(
                        "pause",
                        "Publish no more for now",
                        call -> control.pause(
                                scope(call), id(call), call.caller().name())),
                control(
                        "resume",
                        "Go on, in spite of what it may have stopped for",
                        call -> control.resume(scope(call), id(call))),
                control(
                        "cancel",
                        "Publish no more; what was not published becomes open again",
                        call -> control.cancel(
                                scope(call), id(call), call.caller().name())),
                change(
                        Route.Method.PATCH,
                        "/{id}",
                        "replays.change",
                        Operation.of("Go on faster or slower")
                                .with(ID)
                                .taking(ReplayRequests.ReplayChange.class)
                                .giving(ReplayViews.ReplayView.class)
                                .failing(404, 409),
                        this::change));
    }

    private static List<String> words() {
        return Arrays.stream(ReplayState.values()).map(ReplayState::word).toList();
    }

    private static Route look(String path, Operation operation, Endpoint endpoint) {
        return new Route(Route.Method.GET, PATH + path, LetterRoutes.READER, Effect.reads(), operation, endpoint);
    }

    private static Route change(
            Route.Method method, String path, String action, Operation operation, Endpoint endpoint) {
        Rule rule = LetterRoutes.OPERATOR;
        return new Route(method, PATH + path, rule, Effect.changes(action), operation, endpoint);
    }

    @FunctionalInterface
    private interface Step {
        ReplayControl.Result take(Call call);
    }

    private Route control(String word, String summary, Step step) {
        return change(
                Route.Method.POST,
                "/{id}/" + word,
                "replays." + word,
                Operation.of(summary)
                        .with(ID)
                        .giving(ReplayViews.ReplayView.class)
                        .failing(404, 409),
                call -> {
                    call.act().on("replay " + id(call));
                    return answer(step.take(call));
                });
    }

    private static TenantScope scope(Call call) {
        return LetterRoutes.scope(call);
    }

    private static String id(Call call) {
        return call.needText("id");
    }

    private Answer plan(Call call) {
        var wanted = call.body(ReplayRequests.NewReplay.class);
        List<String> ids = wanted.ids();
        call.act()
                .detail("reason", wanted.reason())
                .detail("filter", ApiJson.MAPPER.valueToTree(wanted.filter()))
                .detail("ids", ids == null ? null : ids.stream().limit(100).toList())
                .detail("target_queue", wanted.targetQueue());
        Planner.Result result = planner.plan(
                scope(call),
                wanted.selection(),
                wanted.settings(byEvents),
                call.caller().name(),
                wanted.reason());
        return switch (result) {
            case Planner.Result.Planned planned -> planned(call, planned.replay());
            case Planner.Result.Nothing nothing ->
                throw new ProblemException(Problem.unacceptable("filter", "no dead letter is meant by this"));
            case Planner.Result.TooMany many ->
                throw new ProblemException(Problem.unacceptable(
                        "filter", "expected at most " + Planner.MOST_ITEMS + " dead letters; narrow the filter"));
        };
    }

    private Answer planned(Call call, Replay replay) {
        List<ReplayItem> items = replays.items(replay.id(), List.of(ItemState.INELIGIBLE), 0, USUAL_ITEMS);
        ReplayViews.ReplayView view = view(replay, items, 0);
        call.act().on("replay " + replay.id()).detail("eligible", view.eligible());
        return Answer.created(view);
    }

    private ReplayViews.ReplayView view(Replay replay, @Nullable List<ReplayItem> items, int limit) {
        return ReplayViews.ReplayView.of(
                replay, replays.counts(replay.id()), replays.ineligible(replay.id()), items, limit);
    }

    private Answer list(Call call) {
        String word = call.text("state");
        ReplayState state = word == null ? null : ReplayState.valueOf(word.toUpperCase(Locale.ROOT));
        String cursor = call.text("cursor");
        Replay after = cursor == null
                ? null
                : replays.find(scope(call), cursor)
                        .orElseThrow(() -> new ProblemException(
                                Problem.invalid("cursor", "cursor: expected one that an earlier page gave")));
        int limit = call.whole("limit");
        List<Replay> page = replays.page(scope(call), state, after, limit);
        return Answer.ok(new ReplayViews.ReplayList(
                page.stream().map(replay -> view(replay, null, 0)).toList(),
                page.size() == limit ? page.getLast().id() : null));
    }

    private Answer show(Call call) {
        Replay replay = replays.find(scope(call), id(call)).orElseThrow(ReplayRoutes::unknown);
        int limit = call.whole("limit");
        Long after = call.maybeId("cursor");
        List<ReplayItem> items = replays.items(replay.id(), states(call), after == null ? 0 : after, limit);
        return Answer.ok(view(replay, items, limit));
    }

    private static Set<ItemState> states(Call call) {
        String words = call.text("state");
        if (words == null) {
            return Set.of();
        }
        Set<ItemState> states = Arrays.stream(words.split(",", -1))
                .map(word -> ItemState.named(word.strip()).orElseThrow(ReplayRoutes::noState))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(ItemState.class)));
        if (states.contains(ItemState.PENDING)) {
            states.add(ItemState.PUBLISHING);
        }
        return states;
    }

    private static ProblemException noState() {
        return new ProblemException(
                Problem.invalid(
                        "state",
                        "state: expected some of pending, published, succeeded, failed_again, returned, cancelled, ineligible"));
    }

    private static ProblemException unknown() {
        return new ProblemException(Problem.notFound("there is no replay with this id"));
    }

    private Answer change(Call call) {
        int rate = call.body(ReplayRequests.ReplayChange.class).rate();
        call.act().on("replay " + id(call)).detail("rate", rate);
        return answer(control.changeRate(scope(call), id(call), rate));
    }

    private Answer answer(ReplayControl.Result result) {
        return switch (result) {
            case ReplayControl.Result.Done done -> Answer.ok(view(done.replay(), null, 0));
            case ReplayControl.Result.Refused refused ->
                throw new ProblemException(
                        Problem.conflict("the replay is " + refused.state().word() + ", which does not allow this"));
            case ReplayControl.Result.Unknown none -> throw unknown();
        };
    }
}
