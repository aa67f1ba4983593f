package io.penstock.torture.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.torture.plan.Fault;
import org.junit.jupiter.api.Test;

class IncidentLogTest {
    private static final int POISONED = 137;

    private final IncidentLog poisonous = new IncidentLog(line -> {}, true);

    @Test
    void a_worker_that_a_job_ends_is_an_incident_also_while_it_drains() {
        poisonous.byItself(1, POISONED);
        poisonous.whileDraining(2, POISONED);
        assertThat(poisonous.misbehaviour()).isEmpty();
        assertThat(poisonous.incidents())
                .allMatch(incident -> incident.fault() == Fault.POISON)
                .extracting(Incident::pid)
                .containsExactly(1L, 2L);
    }

    @Test
    void without_jobs_that_end_workers_such_an_end_is_misbehaviour() {
        IncidentLog harmless = new IncidentLog(line -> {}, false);
        harmless.byItself(1, POISONED);
        harmless.whileDraining(2, POISONED);
        assertThat(harmless.misbehaviour()).hasSize(2);
        assertThat(harmless.incidents()).isEmpty();
    }

    @Test
    void any_other_end_than_a_clean_one_is_misbehaviour() {
        poisonous.byItself(1, 0);
        poisonous.whileDraining(2, 1);
        poisonous.notDrained(3, 60);
        assertThat(poisonous.misbehaviour())
                .containsExactly(
                        "worker 1 ended by itself with exit code 0",
                        "worker 2 got SIGTERM and did not drain: it ended with exit code 1",
                        "worker 3 got SIGTERM and was still there after 60 s");
    }
}
