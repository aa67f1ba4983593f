package io.penstock.console.http;

import io.penstock.client.EnqueueException;
import io.penstock.console.schedule.Firing;
import io.penstock.console.schedule.Schedule;
import io.penstock.console.schedule.Schedules;

/** What a caller is told when a wish about a schedule was not granted. */
final class ScheduleAnswers {
    private ScheduleAnswers() {}

    static ProblemException unknown() {
        return new ProblemException(Problem.notFound("there is no schedule with this id"));
    }

    /** The schedule as it is now. */
    static Schedule schedule(Schedules.Change change) {
        return switch (change) {
            case Schedules.Change.Done done -> done.schedule();
            case Schedules.Change.Refused refused -> throw new ProblemException(Problem.conflict(refused.why()));
            case Schedules.Change.Unknown nothing -> throw unknown();
        };
    }

    /** The id of the job that was published. */
    static String job(Firing.ByHand ended) {
        return switch (ended) {
            case Firing.ByHand.Published published -> published.job();
            case Firing.ByHand.Refused refused -> throw new ProblemException(Problem.conflict(refused.why()));
            case Firing.ByHand.Failed failed -> throw new ProblemException(problem(failed.why()));
            case Firing.ByHand.Unknown nothing -> throw unknown();
        };
    }

    private static Problem problem(EnqueueException why) {
        return switch (why.reason()) {
            case UNROUTABLE -> Problem.conflict("the broker has no such queue; its workers declare it");
            case INVALID -> Problem.unacceptable("payload", "the job is not one that can be published");
            case NACKED -> Problem.unavailable("the broker refused the job; its queue may be full");
            case TIMED_OUT -> Problem.unavailable("the broker did not answer; the job may have been published");
            case BLOCKED, CLOSED -> Problem.unavailable("the broker takes no jobs at the moment");
        };
    }
}
