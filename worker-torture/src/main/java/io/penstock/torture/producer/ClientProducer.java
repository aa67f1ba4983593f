package io.penstock.torture.producer;

import io.penstock.client.JobClient;
import io.penstock.client.NewJob;
import io.penstock.torture.plan.JobKind;
import io.penstock.torture.plan.JobPlan;
import io.penstock.torture.plan.PlannedJob;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A program that enqueues jobs with {@link JobClient}, and once more under the same id what was not confirmed, as the
 * client's documentation allows.
 */
public final class ClientProducer {
    private static final int BATCH = 25;
    private static final long BEFORE_AGAIN_MILLIS = 500;
    private static final Duration CONFIRM_LIMIT = Duration.ofSeconds(5);

    private final Assignment assignment;
    private final Payloads payloads;
    private final JobClient client;
    private final SendLog log;

    private ClientProducer(Assignment assignment, JobClient client, SendLog log) {
        this.assignment = assignment;
        this.payloads = new Payloads(assignment.payload());
        this.client = client;
        this.log = log;
    }

    public static void main(String[] arguments) throws Exception {
        Assignment assignment = Assignment.read(System.getenv());
        try (JobClient client = JobClient.builder(System.getenv("RABBITMQ_URL"))
                        .timeout(CONFIRM_LIMIT)
                        .appId("torture")
                        .build();
                SendLog log = SendLog.append(assignment.log())) {
            new ClientProducer(assignment, client, log).sendAll();
        }
        System.exit(0);
    }

    private void sendAll() throws Exception {
        Pace pace = new Pace(assignment.perSecond());
        for (List<Integer> batch : assignment.batches(BATCH)) {
            pace.await(batch.size());
            log.sending(batch);
            List<Integer> left = send(batch.stream().map(this::newJob).toList(), batch);
            while (!left.isEmpty()) {
                Thread.sleep(BEFORE_AGAIN_MILLIS);
                left.forEach(log::sendingAgain);
                left = send(left.stream().map(this::newJob).toList(), left);
            }
        }
    }

    /** Returns those that were not confirmed. */
    private List<Integer> send(List<NewJob> jobs, List<Integer> numbers) {
        List<CompletableFuture<String>> confirms = client.enqueueAll(jobs);
        List<Integer> unconfirmed = new ArrayList<>();
        for (int n = 0; n < numbers.size(); n++) {
            int number = numbers.get(n);
            boolean confirmed = confirms.get(n)
                    .handle((id, failure) -> {
                        if (failure != null) {
                            System.out.println(Instant.now() + " " + failure.getMessage());
                        }
                        return failure == null;
                    })
                    .join();
            if (confirmed) {
                log.confirmed(number);
            } else {
                unconfirmed.add(number);
            }
        }
        return unconfirmed;
    }

    private NewJob newJob(int number) {
        PlannedJob planned = assignment.plan().job(number);
        Instant runAt = Payloads.runAt(planned);
        NewJob job =
                NewJob.on(assignment.queue(), payloads.body(planned, runAt)).id(JobPlan.id(number));
        if (runAt != null) {
            job = job.runAt(runAt);
        }
        if (planned.user() != null) {
            job = job.user(planned.user());
        }
        if (planned.kind() == JobKind.FAILING) {
            job = job.maxAttempts(Payloads.ATTEMPTS_OF_FAILING);
        }
        return planned.kind() == JobKind.UNKNOWN_TYPE ? job.type(Payloads.UNKNOWN_TYPE) : job;
    }
}
