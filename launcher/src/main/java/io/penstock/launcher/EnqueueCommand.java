package io.penstock.launcher;

import io.penstock.client.EnqueueException;
import io.penstock.client.JobClient;
import io.penstock.client.NewJob;
import io.penstock.launcher.site.SiteFile;
import io.penstock.launcher.terminal.CommandFailure;
import io.penstock.launcher.watch.BroadcastWatch;
import io.penstock.launcher.watch.JobWatch;
import io.penstock.launcher.watch.KafkaWatch;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts one job on a queue and, if asked to, waits for its end. */
@Command(
        name = "enqueue",
        description = {
            "Put one job on a queue and print its id.",
            "",
            "Goes to the broker that RABBITMQ_URL names, or else to the one started by 'up'. Nothing is enqueued if"
                    + " the payload is not one JSON object or the broker knows no such queue.",
            ""
        },
        footer = {
            "",
            "Exit codes: 0 enqueued (with --wait: completed), 2 usage, 1 anything else.",
            "",
            "Example:",
            "  echo '{\"to\":\"a@example.com\",\"subject\":\"Hi\",\"body\":\"Hello\"}' |"
                    + " ./penstock enqueue emails - --wait"
        })
final class EnqueueCommand implements Callable<Integer> {
    private static final Duration CONFIRM_LIMIT = Duration.ofSeconds(10);

    @Parameters(paramLabel = "QUEUE", description = "Name of the queue, e.g. emails.")
    private String queue = "";

    @Parameters(paramLabel = "FILE", description = "The payload, one JSON object; - reads standard input.")
    private String file = "";

    @Mixin
    private JobOptions options = new JobOptions();

    @Option(
            names = "--wait",
            arity = "0..1",
            fallbackValue = "60s",
            paramLabel = "LIMIT",
            preprocessor = AttachedValueOnly.class,
            converter = DurationConverter.class,
            description = "Wait for the end of the job and print it. LIMIT counts from when the job may start;"
                    + " without it 60s. Needs Kafka or a worker with PENSTOCK_BROADCAST=true.")
    private @Nullable Duration wait;

    @Mixin
    private OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        NewJob job = options.describe(queue, Payload.read(file));
        Destination destination =
                Destination.of(System.getenv(), new SiteFile(Home.locate().up()));
        if (wait == null) {
            enqueue(job, destination);
            JobReport.enqueued(job).print(output);
            return 0;
        }
        try (JobWatch watch = listen(destination)) {
            enqueue(job, destination);
            if (!output.isJson()) {
                System.out.println(job.id());
            }
            JobReport report = JobReport.after(new JobEnd(watch, job).await(wait), job);
            report.print(output);
            return report.isCompleted() ? 0 : 1;
        }
    }

    /** Opened before the job is enqueued, so that no end is missed, however quick. */
    private static JobWatch listen(Destination destination) {
        return destination
                .kafka()
                .<JobWatch>map(KafkaWatch::new)
                .orElseGet(() -> new BroadcastWatch(destination.rabbitMq()));
    }

    private static void enqueue(NewJob job, Destination destination) {
        try (JobClient client = connect(destination.rabbitMq())) {
            client.enqueue(job).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof EnqueueException cause) {
                throw refusal(cause);
            }
            throw e;
        } catch (EnqueueException e) {
            throw refusal(e);
        }
    }

    private static JobClient connect(String rabbitMq) {
        try {
            return JobClient.builder(rabbitMq).timeout(CONFIRM_LIMIT).build();
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()));
        }
    }

    private static CommandFailure refusal(EnqueueException cause) {
        String message = String.valueOf(cause.getMessage());
        if (cause.reason() == EnqueueException.Reason.CLOSED) {
            message += "\nStart a broker with ./penstock up, or set RABBITMQ_URL to one that runs.";
        }
        return cause.reason() == EnqueueException.Reason.INVALID
                ? CommandFailure.usage(message)
                : CommandFailure.failed(message);
    }
}
