package io.penstock.console.http;

import io.penstock.console.access.Role;
import io.penstock.console.access.Rule;
import io.penstock.console.audit.PauseRecord;
import io.penstock.console.fleet.FleetListener;
import io.penstock.console.fleet.PauseSwitch;
import io.penstock.console.fleet.QueueStatus;
import io.penstock.console.fleet.Queues;
import io.penstock.console.fleet.Workers;
import io.penstock.console.letter.LetterFilter;
import io.penstock.console.letter.Letters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Queues and workers. What a queue holds is of all tenants, so whoever is limited to some is not shown it and may not pause it; of
 * workers they see everything but the jobs of others.
 */
public final class FleetRoutes {
    private static final Rule READER = new Rule.AtLeast(Role.READER);
    private static final Rule READER_EVERYWHERE = new Rule.Everywhere(Role.READER);
    private static final Rule OPERATOR_EVERYWHERE = new Rule.Everywhere(Role.OPERATOR);
    private static final Parameter QUEUE = Parameter.text("queue", 200, "The queue's name");

    private final Fleet fleet;
    private final Letters letters;
    private final PauseRecord pauses;

    /** Where it is all known from, and done. */
    public record Fleet(Queues queues, Workers workers, FleetListener listener, PauseSwitch pauseSwitch) {}

    /**
     * Prepares the routes.
     *
     * @param letters knows how many dead letters of a queue are open
     * @param pauses  knows who paused a queue
     */
    public FleetRoutes(Fleet fleet, Letters letters, PauseRecord pauses) {
        this.fleet = fleet;
        this.letters = letters;
        this.pauses = pauses;
    }

    /** The routes. */
    public List<Route> routes() {
        return List.of(
                new Route(
                        Route.Method.GET,
                        Route.API + "/queues",
                        READER_EVERYWHERE,
                        Effect.reads(),
                        Operation.of("All queues: how full, how fast, how safe, whether paused")
                                .giving(FleetViews.QueueList.class)
                                .failing(502),
                        this::queues),
                turn("pause", "Let the jobs of a queue wait; those that run may end", true),
                turn("resume", "Let the jobs of a queue run again", false),
                new Route(
                        Route.Method.GET,
                        Route.API + "/workers",
                        READER,
                        Effect.reads(),
                        Operation.of("All workers, with the jobs that run").giving(FleetViews.WorkerList.class),
                        this::workers));
    }

    private Route turn(String verb, String summary, boolean paused) {
        return new Route(
                Route.Method.POST,
                Route.API + "/queues/{queue}/" + verb,
                OPERATOR_EVERYWHERE,
                Effect.changes("queues." + verb),
                Operation.of(summary)
                        .with(QUEUE)
                        .takingMaybe(FleetViews.PauseRequest.class)
                        .giving(FleetViews.PauseState.class)
                        .failing(404, 502),
                call -> set(call, paused));
    }

    private Answer queues(Call call) throws InterruptedException {
        try {
            List<FleetViews.QueueView> views = new ArrayList<>();
            for (QueueStatus status : fleet.queues().all()) {
                views.add(FleetViews.QueueView.of(status, pause(status), open(call, status.queue())));
            }
            return Answer.ok(new FleetViews.QueueList(views));
        } catch (IOException e) {
            throw away("RabbitMQ does not answer, and it alone knows its queues");
        }
    }

    private FleetViews.@Nullable PauseView pause(QueueStatus status) {
        return status.paused()
                ? pauses.of(status.queue())
                        .map(pause -> new FleetViews.PauseView(pause.by(), pause.at(), pause.reason()))
                        .orElse(null)
                : null;
    }

    private LetterViews.LetterCount open(Call call, String queue) {
        LetterFilter filter = Selection.parse(Map.of("queue", queue, "state", "open"));
        return LetterViews.LetterCount.of(letters.count(call.caller().scope(), filter));
    }

    private Answer set(Call call, boolean paused) {
        String queue = call.needText("queue");
        FleetViews.PauseRequest request = call.maybeBody(FleetViews.PauseRequest.class);
        call.act().on(PauseRecord.target(queue)).detail("reason", request == null ? null : request.reason());
        try {
            if (!fleet.queues().exists(queue)) {
                throw new ProblemException(Problem.notFound("no queue of this name is known here"));
            }
            fleet.pauseSwitch().set(queue, paused);
            return Answer.ok(new FleetViews.PauseState(queue, paused));
        } catch (IOException e) {
            throw away(
                    "RabbitMQ does not answer; whether anything was changed is not known, and trying again is harmless");
        }
    }

    private static ProblemException away(String detail) {
        return new ProblemException(Problem.upstream(detail));
    }

    private Answer workers(Call call) {
        return Answer.ok(new FleetViews.WorkerList(
                fleet.workers().all().stream()
                        .map(seen ->
                                FleetViews.WorkerView.of(seen, call.caller().scope()))
                        .toList(),
                fleet.listener().since()));
    }
}
