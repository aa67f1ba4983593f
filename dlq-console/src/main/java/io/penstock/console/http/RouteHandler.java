package io.penstock.console.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.penstock.console.access.Principal;
import io.penstock.console.audit.Act;
import io.penstock.console.audit.Outcome;
import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way of every call:
 *
 * <p>identify ─▶ check ─▶ make room ─▶ read ─▶ announce ─▶ answer ─▶ tell ─▶ write
 */
final class RouteHandler implements Handler {
    private final Route route;
    private final Forwarding forwarding;
    private final Gate gate;
    private final Recorder recorder;
    private final BodyBudget bodies;

    RouteHandler(Route route, Forwarding forwarding, Gate gate, Recorder recorder, BodyBudget bodies) {
        this.bodies = bodies;
        this.route = route;
        this.forwarding = forwarding;
        this.gate = gate;
        this.recorder = recorder;
    }

    @Override
    public void handle(Context context) throws IOException {
        Visit visit = new Visit(context, forwarding);
        AnswerWriter.prepare(visit);
        try {
            AnswerWriter.write(visit, serve(visit));
        } catch (RuntimeException | IOException e) {
            AnswerWriter.write(visit, Failures.explain(e, visit.requestId()));
        }
    }

    private Answer serve(Visit visit) throws IOException {
        Principal caller = admit(visit);
        long bytes = RequestReader.bodyBytes(route, visit.context());
        String holder = caller == null ? "" : caller.kind() + "/" + caller.id();
        bodies.take(holder, bytes);
        try {
            return serve(visit, caller);
        } finally {
            bodies.giveBack(holder, bytes);
        }
    }

    private Answer serve(Visit visit, @Nullable Principal caller) throws IOException {
        Map<String, Object> parameters = RequestReader.parameters(route, visit.context());
        Object body = RequestReader.body(route, visit.context());
        Act act = Recorder.act(route, visit, caller);
        Long entry = recorder.begin(route, act, caller);
        return answer(new Call(visit, caller, parameters, body, act), outcome -> {
            if (caller == null) {
                recorder.endOfAnonymous(route, act, outcome, visit.address());
            } else {
                recorder.end(route, entry, act, outcome);
            }
        });
    }

    private @Nullable Principal admit(Visit visit) {
        Principal caller = null;
        try {
            caller = isOpen() ? null : gate.identify(visit);
            gate.check(route, visit, caller);
            return caller;
        } catch (ProblemException e) {
            // who may not do it never gets so far that the route itself says what it is about
            Act act = Recorder.act(route, visit, caller).on(visit.context().path());
            recorder.refused(act, e.problem(), caller != null, visit.address());
            throw e;
        }
    }

    /** Where anybody may call, a token that is no longer good is no obstacle. */
    private boolean isOpen() {
        return route.rule().permits(null);
    }

    private Answer answer(Call call, Consumer<Outcome> end) {
        Act act = call.act();
        try {
            Answer answer = route.endpoint().answer(call);
            if (answer instanceof Answer.Download download) {
                return toldAfterwards(download, end);
            }
            end.accept(Outcome.DONE);
            return answer;
        } catch (ProblemException e) {
            act.detail("problem", e.problem().kind()).detail("why", e.problem().detail());
            end.accept(e.problem().status() >= 500 ? Outcome.FAILED : Outcome.REFUSED);
            throw e;
        } catch (Exception e) {
            act.detail("why", e.getClass().getSimpleName());
            end.accept(Outcome.FAILED);
            throw Failures.unchecked(e);
        }
    }

    private static Answer toldAfterwards(Answer.Download download, Consumer<Outcome> end) {
        return new Answer.Download(download.contentType(), download.name(), out -> {
            Outcome outcome = Outcome.FAILED;
            try {
                download.body().writeTo(out);
                outcome = Outcome.DONE;
            } finally {
                end.accept(outcome);
            }
        });
    }
}
