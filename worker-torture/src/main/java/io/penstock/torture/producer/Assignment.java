package io.penstock.torture.producer;

import io.penstock.torture.plan.JobPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one producer has to do: send every {@code step}th job, from {@code first}, at a rate, and write it down.
 *
 * @param plan all jobs
 * @param queue where they go
 * @param payload the text of every job's payload, with {@code ${id}} and {@code ${number}} to be filled in; null for our
 *     own handler's
 * @param first number of its first job
 * @param step distance to the next
 * @param perSecond how many jobs to send per second
 * @param log where to write down what was sent and confirmed
 */
record Assignment(
        JobPlan plan, String queue, @Nullable String payload, int first, int step, double perSecond, Path log) {

    /** Reads the environment variables that {@link io.penstock.torture.process.ProducerCrew} sets. */
    static Assignment read(Map<String, String> environment) throws IOException {
        long seed = Long.parseLong(need(environment, "TORTURE_SEED"));
        int jobs = Integer.parseInt(need(environment, "TORTURE_JOBS"));
        String file = environment.get("TORTURE_PAYLOAD");
        boolean poison = Boolean.parseBoolean(need(environment, "TORTURE_POISON"));
        return new Assignment(
                file == null ? JobPlan.mixed(seed, jobs, poison) : JobPlan.uniform(seed, jobs),
                need(environment, "TORTURE_QUEUE"),
                file == null ? null : Files.readString(Path.of(file), StandardCharsets.UTF_8),
                Integer.parseInt(need(environment, "TORTURE_FIRST")),
                Integer.parseInt(need(environment, "TORTURE_STEP")),
                Double.parseDouble(need(environment, "TORTURE_RATE")),
                Path.of(need(environment, "TORTURE_LOG")));
    }

    private static String need(Map<String, String> environment, String name) {
        return Objects.requireNonNull(environment.get(name), name);
    }

    /** The jobs that are still to be sent, in batches; what an earlier life of this producer began is not repeated. */
    List<List<Integer>> batches(int size) throws IOException {
        SendLog.Contents before = SendLog.Contents.empty();
        before.add(log, step);
        int next = before.sent().isEmpty() ? first : before.sent().length() - 1 + step;
        List<List<Integer>> batches = new ArrayList<>();
        List<Integer> batch = new ArrayList<>();
        for (int number = next; number < plan.jobs(); number += step) {
            batch.add(number);
            if (batch.size() == size || number + step >= plan.jobs()) {
                batches.add(List.copyOf(batch));
                batch.clear();
            }
        }
        return batches;
    }
}
