package io.penstock.console.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.client.EnqueueException;
import io.penstock.console.access.Role;
import io.penstock.console.access.Rule;
import io.penstock.console.enqueue.JobIntake;
import io.penstock.console.enqueue.JobOrder;
import io.penstock.console.enqueue.Receipt;
import io.penstock.console.letter.TenantScope;
import io.penstock.console.schema.PayloadSchemas;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Jobs are enqueued over HTTP: one, or many with an answer for each. */
public final class JobRoutes {
    private static final String PATH = Route.API + "/jobs";
    private static final int LONGEST_ID = 200;

    private final JobIntake intake;
    private final JobReader reader;

    /**
     * Enqueues what fits.
     *
     * @param largestPayload what workers take, in bytes
     */
    public JobRoutes(JobIntake intake, PayloadSchemas schemas, int largestPayload) {
        this.intake = intake;
        this.reader = new JobReader(schemas, largestPayload);
    }

    /**
     * What became of one job.
     *
     * @param id      the job's id; absent if it was refused and named none
     * @param known   true if the same job was enqueued before, under this id
     * @param status  of many: what a call with this job alone would have been answered with
     * @param problem of many: what was wrong with this one
     */
    public record JobAnswer(
            @Nullable String id,
            @Nullable Boolean known,
            @Nullable Integer status,
            @Nullable JobProblem problem) {}

    /** What was wrong with one of many jobs. */
    public record JobProblem(
            String type,
            String title,
            String detail,
            @Nullable String field) {
        static JobProblem of(Problem problem) {
            return new JobProblem(
                    Problem.TYPE_PREFIX + problem.kind(), problem.title(), problem.detail(), problem.field());
        }
    }

    /**
     * What became of a call's jobs: of a single one its id, of many the results in the same order.
     *
     * @param accepted how many the broker has
     * @param refused  how many it has not
     */
    public record JobsAnswer(
            @Nullable String id,
            @Nullable Boolean known,
            @Nullable Integer accepted,
            @Nullable Integer refused,
            @Nullable List<JobAnswer> results) {}

    /** The routes. */
    public List<Route> routes() {
        return List.of(new Route(
                Route.Method.POST,
                PATH,
                new Rule.AtLeast(Role.PRODUCER),
                Effect.changesOften("jobs.enqueue"),
                Operation.of("Enqueue a job, or up to 1,000 under \"jobs\"; the same id twice is one job")
                        .taking(JobSubmission.class, JobSubmission.BODY)
                        .giving(202, JobsAnswer.class)
                        .failing(409, 422),
                this::enqueue));
    }

    private Answer enqueue(Call call) {
        intake.obstacle().ifPresent(why -> {
            throw new ProblemException(Problem.unavailable("no job can be enqueued now: " + why));
        });
        JobSubmission submission = call.body(JobSubmission.class);
        TenantScope scope = call.caller().scope();
        List<JsonNode> jobs = submission.jobs();
        return jobs == null ? single(call, submission.one(), scope) : many(call, jobs, scope);
    }

    private Answer single(Call call, JobRequest request, TenantScope scope) {
        call.act().on("queue " + request.queue());
        JobOrder order = reader.read(request, scope);
        call.act().on("job " + order.job().id()).detail("queue", request.queue());
        return switch (intake.enqueue(List.of(order)).getFirst()) {
            case Receipt.Accepted accepted ->
                new Answer.Json(202, new JobsAnswer(accepted.id(), accepted.known() ? true : null, null, null, null));
            case Receipt other -> throw new ProblemException(problem(order, other));
        };
    }

    private Answer many(Call call, List<JsonNode> jobs, TenantScope scope) {
        call.act().detail("jobs", jobs.size());
        Map<Integer, JobAnswer> answers = new TreeMap<>();
        List<JobOrder> orders = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < jobs.size(); i++) {
            try {
                orders.add(reader.read(RequestReader.record(jobs.get(i), JobRequest.class), scope));
                places.add(i);
            } catch (ProblemException e) {
                answers.put(i, refusal(idOf(jobs.get(i)), e.problem()));
            }
        }
        List<Receipt> receipts = intake.enqueue(orders);
        for (int i = 0; i < receipts.size(); i++) {
            answers.put(places.get(i), answer(orders.get(i), receipts.get(i)));
        }
        return summary(call, List.copyOf(answers.values()));
    }

    private static Answer summary(Call call, List<JobAnswer> results) {
        int refused =
                (int) results.stream().filter(one -> one.problem() != null).count();
        call.act().detail("accepted", results.size() - refused).detail("refused", refused);
        return new Answer.Json(202, new JobsAnswer(null, null, results.size() - refused, refused, results));
    }

    private static JobAnswer answer(JobOrder order, Receipt receipt) {
        return receipt instanceof Receipt.Accepted accepted
                ? new JobAnswer(accepted.id(), accepted.known() ? true : null, 202, null)
                : refusal(order.named() ? order.job().id() : null, problem(order, receipt));
    }

    /** The id that somebody gave a job which could not be read as one. */
    private static @Nullable String idOf(JsonNode job) {
        String id = job.path("id").asText();
        return job.path("id").isTextual() && id.length() <= LONGEST_ID ? id : null;
    }

    private static JobAnswer refusal(@Nullable String id, Problem problem) {
        return new JobAnswer(id, null, problem.status(), JobProblem.of(problem));
    }

    private static Problem problem(JobOrder order, Receipt receipt) {
        return switch (receipt) {
            case Receipt.Accepted accepted -> throw new IllegalArgumentException("accepted is no problem");
            case Receipt.Taken taken -> Problem.conflict("another job was enqueued under this id");
            case Receipt.UnderWay underWay ->
                Problem.unavailable("the same job is being enqueued by another call; ask again");
            case Receipt.Failed failed -> problem(order, failed.why());
        };
    }

    private static Problem problem(JobOrder order, EnqueueException why) {
        String message = String.valueOf(why.getMessage());
        return switch (why.reason()) {
            case INVALID -> Problem.invalid(Objects.requireNonNullElse(why.field(), "body"), message);
            case UNROUTABLE -> Problem.unacceptable("queue", message);
            case NACKED -> Problem.unavailable(message);
            case BLOCKED, TIMED_OUT, CLOSED ->
                Problem.unavailable(message + "; it may be enqueued all the same"
                        + (order.named() ? ", and may be sent again under the same id" : ""));
        };
    }
}
