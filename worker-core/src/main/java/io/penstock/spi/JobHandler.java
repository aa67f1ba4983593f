package io.penstock.spi;

import io.penstock.Job;
import io.penstock.Outcome;
import java.util.List;
import java.util.Map;

/**
 * A plug-in: the code that runs one type of job.
 *
 * <p>Found by {@link java.util.ServiceLoader}: name the class in {@code META-INF/services/io.penstock.spi.JobHandler} of
 * a jar on the class path or in the {@code plugins/} folder. It needs a public constructor without parameters.
 *
 * <p>Lifecycle, in this order:
 *
 * <ol>
 *   <li>{@link #type()}, {@link #queue()}, {@link #payloadType()} and {@link #settings()} are called once, before
 *       anything else, and must answer without side effects;
 *   <li>{@link #start} once, on the main thread, before the first job. An exception stops the process;
 *   <li>{@link #handle} for each job, on a virtual thread of its own, many at once up to the queue's concurrency. Plain
 *       blocking code is right. The thread is interrupted when the job's time limit has passed or the process stops;
 *   <li>{@link #health} now and then, from any thread;
 *   <li>{@link #close} once, after the last job ended or was handed back.
 * </ol>
 *
 * @param <P> the payload: a record, or any type that Jackson can read from a JSON object. A payload that does not fit, or
 *     has a field that the type does not know, is dead-lettered as {@code malformed} and never reaches the handler. A
 *     record checks its values in its constructor by throwing {@link IllegalArgumentException}; the message is shown to
 *     the operator.
 */
public interface JobHandler<P> {

    /** The job type that this handler runs, e.g. {@code email.send}: 1 to 128 characters of {@code [A-Za-z0-9._-]}. */
    String type();

    /** The queue that a worker process consumes for this handler unless told otherwise, and whose default type this is. */
    String queue();

    /** What the JSON payload is read into. */
    Class<P> payloadType();

    /** Settings that this handler reads, so that they can be checked at start-up and printed. */
    default List<Setting<?>> settings() {
        return List.of();
    }

    /** How {@link #queue()} is consumed where the configuration does not say. */
    default QueueDefaults queueDefaults() {
        return QueueDefaults.USUAL;
    }

    /**
     * Opens what the handler needs.
     *
     * @throws Exception stops the process with the exception's message
     */
    default void start(HandlerContext context) throws Exception {}

    /**
     * Runs one job. May be called again for the same job after a crash or a failure: give {@link Job#effectKey()} to
     * whatever can recognise a repeated effect.
     *
     * @return what became of it; anything thrown counts as {@link Outcome.Failed}
     */
    Outcome handle(P payload, JobContext context) throws Exception;

    /**
     * What {@code /health/ready} shows of this handler besides the runtime's own checks, e.g. which of several engines it
     * has chosen: short texts by short names. It does not change whether the process counts as ready. Called after
     * {@link #start}, from any thread, whenever somebody asks; must answer at once and never throw.
     */
    default Map<String, String> health() {
        return Map.of();
    }

    /** Releases what {@link #start} opened. Called once; exceptions are logged. */
    default void close() throws Exception {}
}
