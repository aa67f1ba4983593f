package io.penstock.console.schedule;

import io.penstock.client.NewJob;
import io.penstock.internal.config.QueueConfig;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The job that a schedule publishes. Checked as the client checks a job, so that nothing is found wrong only when it is due.
 *
 * @param queue       its queue
 * @param type        its type, null for the queue's default
 * @param payload     its payload, a JSON object in ASCII, at most 256 KiB
 * @param owner       for whom it runs
 * @param maxAttempts after how many failed attempts it is dead-lettered, null for the queue's number
 */
public record JobTemplate(
        String queue,
        @Nullable String type,
        String payload,
        Owner owner,
        @Nullable Integer maxAttempts) {
    private static final int LONGEST_QUEUE = 200;
    private static final int LARGEST_PAYLOAD = 256 * 1024;
    private static final int MOST_ATTEMPTS = 1_000;

    /**
     * For whom a job runs.
     *
     * @param tenant the tenant, null for none
     * @param user   who is notified of its end, null for nobody
     */
    public record Owner(@Nullable String tenant, @Nullable String user) {
        public Owner {
            checkName("tenant", tenant);
            checkName("user", user);
        }

        private static void checkName(String field, @Nullable String name) {
            require(
                    name == null || name.matches("[^\\p{Cntrl}\\p{Cs}]{1,255}"),
                    field,
                    "expected 1 to 255 printable characters");
        }
    }

    public JobTemplate {
        require(
                queue.matches(QueueConfig.NAME_PATTERN) && queue.length() <= LONGEST_QUEUE,
                "queue",
                "expected " + QueueConfig.NAME_PATTERN + " with at most " + LONGEST_QUEUE + " characters");
        require(
                type == null || type.matches("[A-Za-z0-9._-]{1,128}"),
                "type",
                "expected 1 to 128 characters of [A-Za-z0-9._-]");
        require(payload.startsWith("{"), "payload", "expected a JSON object");
        require(payload.length() <= LARGEST_PAYLOAD, "payload", "expected at most 256 KiB");
        require(
                maxAttempts == null || (maxAttempts >= 1 && maxAttempts <= MOST_ATTEMPTS),
                "max_attempts",
                "expected 1 to " + MOST_ATTEMPTS);
    }

    private static void require(boolean fits, String field, String expected) {
        if (!fits) {
            throw new InvalidScheduleException(field, expected);
        }
    }

    /** The job to publish under this id. */
    NewJob job(String id) {
        NewJob job = NewJob.on(queue, payload.getBytes(StandardCharsets.UTF_8)).id(id);
        job = type == null ? job : job.type(type);
        job = owner.tenant() == null ? job : job.tenant(owner.tenant());
        job = owner.user() == null ? job : job.user(owner.user());
        return maxAttempts == null ? job : job.maxAttempts(maxAttempts);
    }

    /** Never the payload. */
    @Override
    public String toString() {
        return "JobTemplate[queue=" + queue + ", type=" + type + ", owner=" + owner + "]";
    }
}
