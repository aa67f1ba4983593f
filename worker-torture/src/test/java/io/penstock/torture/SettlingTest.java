package io.penstock.torture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SettlingTest {
    @Test
    void all_queues_must_be_empty_but_those_of_dead_letters() {
        String list = """
                penstock.delay.00\t0
                torture.dlq\t290
                torture\t12
                penstock.unroutable\t1
                """;

        assertThat(Settling.waiting(list))
                .containsOnlyKeys("torture", "penstock.unroutable")
                .containsEntry("torture", 12L);
    }
}
