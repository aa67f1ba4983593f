package io.penstock.launcher.site;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class SiteProbeTest {
    @Test
    void job_queues_are_those_with_a_dead_letter_queue() throws Exception {
        var answer = new ObjectMapper().readTree("""
                        [{"name":"emails","messages_ready":7,"messages_unacknowledged":2,"consumers":1},
                         {"name":"emails.dlq","messages_ready":3},
                         {"name":"emails.suspects","messages_ready":0},
                         {"name":"penstock.delay.00","messages_ready":9}]
                        """);

        assertThat(SiteProbe.depths(answer)).containsExactly(new QueueDepth("emails", 7, 2, 1, 3));
    }

    @Test
    void no_answer_means_no_queues() throws Exception {
        assertThat(SiteProbe.depths(new ObjectMapper().readTree("{}"))).isEmpty();
    }
}
