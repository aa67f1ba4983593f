package io.penstock.console.http;

import io.penstock.console.access.Role;
import io.penstock.console.access.Rule;
import io.penstock.console.letter.TenantScope;
import io.penstock.console.redact.Redaction;
import io.penstock.console.schedule.Definition;
import io.penstock.console.schedule.InvalidScheduleException;
import io.penstock.console.schedule.NewSchedule;
import io.penstock.console.schedule.Schedule;
import io.penstock.console.schedule.ScheduleChange;
import io.penstock.console.schedule.ScheduleFilter;
import io.penstock.console.schedule.SchedulePage;
import io.penstock.console.schedule.Schedules;
import io.penstock.console.schedule.Scheduling;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Schedules: seen by readers, changed by operators, within the caller's tenants. Payloads are shown redacted. */
public final class ScheduleRoutes {
    private static final String PATH = Route.API + "/schedules";
    private static final Rule READER = new Rule.AtLeast(Role.READER);
    private static final Rule OPERATOR = new Rule.AtLeast(Role.OPERATOR);
    private static final Parameter ID = Parameter.text("id", 36, "The schedule's id");
    private static final int BODY = 400 * 1024;
    private static final int SHOWN_TIMES = 5;
    private static final List<Parameter> FILTER = List.of(
            Parameter.text("name", 100, "Name"),
            Parameter.text("queue", 255, "Its job's queue"),
            Parameter.text("type", 255, "Its job's type"),
            Parameter.text("tenant", 255, "Tenant"),
            Parameter.choice("state", List.of("active", "paused", "done"), "Whether it goes on"),
            Parameter.choice("kind", List.of("once", "every", "cron"), "What kind of timing it has"),
            Parameter.choice("keeper", List.of("api", "file"), "Who may change it"),
            Parameter.text("cursor", 36, "Where the last page ended"),
            Parameter.whole("limit", 1, Schedules.LARGEST_PAGE, 100, "How many at most"));

    private final Scheduling scheduling;
    private final Redaction redaction;
    private final QueueLook queues;

    /** Whether workers have declared a queue. */
    @FunctionalInterface
    public interface QueueLook {
        /**
         * Looks.
         *
         * @throws IOException if the broker does not answer
         */
        boolean exists(String queue) throws IOException;
    }

    public ScheduleRoutes(Scheduling scheduling, Redaction redaction, QueueLook queues) {
        this.scheduling = scheduling;
        this.redaction = redaction;
        this.queues = queues;
    }

    /** The routes. */
    public List<Route> routes() {
        return List.of(
                new Route(
                        Route.Method.GET,
                        PATH,
                        READER,
                        Effect.reads(),
                        Operation.of("Schedules, in the order in which they were created")
                                .with(FILTER)
                                .giving(ScheduleViews.ScheduleList.class),
                        this::list),
                new Route(
                        Route.Method.POST,
                        PATH,
                        OPERATOR,
                        Effect.changes("schedules.create"),
                        Operation.of("Have a job run later or again and again")
                                .taking(NewSchedule.class, BODY)
                                .giving(201, ScheduleViews.ScheduleView.class)
                                .failing(409, 422),
                        this::create),
                new Route(
                        Route.Method.GET,
                        PATH + "/{id}",
                        READER,
                        Effect.reads(),
                        Operation.of("A schedule with its payload, redacted")
                                .with(ID)
                                .giving(ScheduleViews.ScheduleView.class)
                                .failing(404),
                        call -> Answer.ok(withPayload(find(call)))),
                new Route(
                        Route.Method.PATCH,
                        PATH + "/{id}",
                        OPERATOR,
                        Effect.changes("schedules.change"),
                        Operation.of("Change when a schedule's job runs, or its payload")
                                .with(ID)
                                .taking(ScheduleChange.class, BODY)
                                .giving(ScheduleViews.ScheduleView.class)
                                .failing(404, 409, 422),
                        this::change),
                new Route(
                        Route.Method.DELETE,
                        PATH + "/{id}",
                        OPERATOR,
                        Effect.changes("schedules.cancel"),
                        Operation.of("Cancel a schedule: what is not published yet never is")
                                .with(ID)
                                .failing(404, 409),
                        this::cancel),
                post("/pause", "schedules.pause", "Let a schedule rest")
                        .apply(call -> view(scheduling.pause(call.caller().scope(), named(call)))),
                post("/resume", "schedules.resume", "Let a schedule go on, from its next time")
                        .apply(call -> view(scheduling.resume(call.caller().scope(), named(call)))),
                new Route(
                        Route.Method.POST,
                        PATH + "/{id}/run-now",
                        OPERATOR,
                        Effect.changes("schedules.run_now"),
                        Operation.of("Publish a schedule's job now")
                                .with(ID)
                                .giving(202, ScheduleViews.JobPublished.class)
                                .failing(404, 409, 422),
                        this::runNow));
    }

    private static Function<Endpoint, Route> post(String path, String action, String summary) {
        Operation operation = Operation.of(summary)
                .with(ID)
                .giving(ScheduleViews.ScheduleView.class)
                .failing(404, 409);
        return endpoint -> new Route(
                Route.Method.POST, PATH + "/{id}" + path, OPERATOR, Effect.changes(action), operation, endpoint);
    }

    private Answer list(Call call) {
        Map<String, String> values = new HashMap<>();
        for (String name : ScheduleFilter.NAMES) {
            String value = call.text(name);
            if (value != null) {
                values.put(name, value);
            }
        }
        int limit = call.whole("limit");
        SchedulePage page = scheduling
                .schedules()
                .page(call.caller().scope(), new ScheduleFilter(values), call.text("cursor"), limit);
        return Answer.ok(new ScheduleViews.ScheduleList(
                page.schedules().stream().map(this::view).toList(),
                page.unreadable().isEmpty() ? null : page.unreadable(),
                page.next()));
    }

    private Answer create(Call call) {
        NewSchedule wanted = call.body(NewSchedule.class);
        Definition definition = fitting(() -> wanted.definition(Instant.now(), tenant(call, wanted)));
        ScheduleAudit.describe(call.act(), definition);
        Schedule created = fitting(
                        () -> scheduling.create(definition, call.caller().name()))
                .orElseThrow(() -> new ProblemException(Problem.conflict("there is a schedule of this name")));
        call.act().on("schedule " + created.id());
        return Answer.created(
                withPayload(created).with(warning(created.definition().job().queue())));
    }

    /** No refusal: whoever sets up a queue may well begin with its schedules. */
    private @Nullable String warning(String queue) {
        try {
            return queues.exists(queue)
                    ? null
                    : "the broker has no such queue yet: its workers declare it, and until then nothing is published";
        } catch (IOException e) {
            return null; // nobody knows
        }
    }

    /** Whoever acts for one tenant alone need not say for which. */
    private static @Nullable String tenant(Call call, NewSchedule wanted) {
        TenantScope scope = call.caller().scope();
        Set<String> tenants = scope.tenants();
        if (wanted.tenant() == null && tenants != null && tenants.size() == 1) {
            return tenants.iterator().next();
        }
        if (!scope.includes(wanted.tenant())) {
            throw new ProblemException(Problem.forbidden("expected one of the caller's tenants"));
        }
        return wanted.tenant();
    }

    private Answer change(Call call) {
        String id = named(call);
        ScheduleChange wanted = call.body(ScheduleChange.class);
        return view(fitting(() -> scheduling.change(call.caller().scope(), id, before -> {
            Definition changed = wanted.appliedTo(before, Instant.now());
            ScheduleAudit.describe(call.act(), changed);
            return changed;
        })));
    }

    private Answer cancel(Call call) {
        done(scheduling.cancel(call.caller().scope(), named(call)));
        return Answer.empty();
    }

    private Answer runNow(Call call) {
        String job = ScheduleAnswers.job(scheduling.runNow(call.caller().scope(), named(call)));
        call.act().detail("job", job);
        return new Answer.Json(202, new ScheduleViews.JobPublished(job));
    }

    private static String named(Call call) {
        String id = call.needText("id");
        call.act().on("schedule " + id);
        return id;
    }

    private Schedule find(Call call) {
        return scheduling
                .schedules()
                .find(call.caller().scope(), call.needText("id"))
                .orElseThrow(ScheduleAnswers::unknown);
    }

    private static Schedule done(Schedules.Change change) {
        return ScheduleAnswers.schedule(change);
    }

    private Answer view(Schedules.Change change) {
        return Answer.ok(withPayload(done(change)));
    }

    private ScheduleViews.ScheduleView view(Schedule schedule) {
        return ScheduleViews.ScheduleView.of(schedule, scheduling.upcoming(schedule, SHOWN_TIMES), redaction);
    }

    private ScheduleViews.ScheduleView withPayload(Schedule schedule) {
        return view(schedule).with(schedule.definition().job().payload(), redaction);
    }

    private static <T> T fitting(Supplier<T> work) {
        try {
            return work.get();
        } catch (InvalidScheduleException e) {
            String message = String.valueOf(e.getMessage());
            throw new ProblemException(
                    e.isAboutContent()
                            ? Problem.unacceptable(e.field(), message)
                            : Problem.invalid(e.field(), message));
        }
    }
}
