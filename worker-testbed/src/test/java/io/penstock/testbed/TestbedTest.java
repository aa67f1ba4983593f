package io.penstock.testbed;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TestbedTest {
    @Test
    void a_server_that_was_not_asked_for_is_named_in_the_error() {
        try (Testbed testbed = Testbed.builder().start()) {
            assertThatThrownBy(testbed::kafka)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("no KAFKA")
                    .hasMessageContaining("@WithServers");
        }
    }
}
