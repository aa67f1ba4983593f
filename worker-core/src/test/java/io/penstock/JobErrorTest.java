package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JobErrorTest {
    @Test
    void an_exception_without_a_message_is_told_by_its_name() {
        assertThat(JobError.of(new IllegalStateException()).message()).isEqualTo("IllegalStateException");
    }

    @Test
    void a_handler_that_passes_on_a_null_message_gets_an_error_all_the_same() {
        Outcome outcome = Outcome.failed(new IllegalStateException().getMessage());
        assertThat(outcome).isEqualTo(new Outcome.Failed(JobError.of("no message"), null));
    }

    @Test
    void an_exception_whose_own_methods_fail_is_told_by_its_class() {
        JobError error = JobError.of(new RuntimeException() {
            private static final long serialVersionUID = 1L;

            @Override
            public String getMessage() {
                throw new IllegalStateException("again");
            }
        });
        assertThat(error.className()).startsWith("io.penstock.JobErrorTest");
        assertThat(error.message()).isEqualTo("no message");
    }
}
