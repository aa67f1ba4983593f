package io.penstock.launcher.watch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JobEventTest {
    private static Optional<JobEvent> event(String type, String body) {
        return JobEvent.read(Map.of("ce_type", type, "ce_subject", "job-1"), body.getBytes(UTF_8));
    }

    @Test
    void a_failed_event_tells_reason_and_error() {
        JobEvent event = event("io.penstock.job.failed.v1", """
                        {"queue":"emails","attempt":3,"reason":"rejected","error":{"class":"x","message":"no such user"}}
                        """).orElseThrow();

        assertThat(event.kind()).isEqualTo(JobEvent.Kind.FAILED);
        assertThat(event.isEnd()).isTrue();
        assertThat(event.jobId()).isEqualTo("job-1");
        assertThat(event.queue()).isEqualTo("emails");
        assertThat(event.attempt()).isEqualTo(3);
        assertThat(event.reason()).isEqualTo("rejected");
        assertThat(event.error()).isEqualTo("no such user");
    }

    @Test
    void a_retry_is_not_the_end() {
        assertThat(event("io.penstock.job.retrying.v1", "{}").orElseThrow().isEnd())
                .isFalse();
    }

    @Test
    void what_is_no_event_of_ours_is_passed_over() {
        assertThat(event("io.penstock.job.paused.v1", "{}")).isEmpty();
        assertThat(event("io.penstock.job.completed.v1", "{")).isEmpty();
        assertThat(event("io.penstock.job.completed.v1", "[]")).isEmpty();
        assertThat(JobEvent.read(Map.of(), new byte[0])).isEmpty();
    }
}
