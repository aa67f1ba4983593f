package io.penstock.internal.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EntryKeyTest {

    @Test
    void an_entry_can_be_found_by_whoever_knows_the_job() {
        assertThat(EntryKey.of(Jobs.job("welcome-42", "email.send", "emails", "acme")))
                .isEqualTo("penstock:ledger:emails:email.send:acme:welcome-42");
    }

    @Test
    void a_job_without_a_tenant_has_none_in_its_key() {
        assertThat(EntryKey.of(Jobs.job("welcome-42", "email.send", "emails", null)))
                .isEqualTo("penstock:ledger:emails:email.send::welcome-42");
    }

    @Test
    void each_replay_has_an_entry_of_its_own() {
        assertThat(EntryKey.of(Jobs.replay("r-1"))).isEqualTo("penstock:ledger:q:t.x::j-1:r-1");
    }

    @Test
    void a_replay_is_never_taken_for_a_job_whose_id_looks_like_it() {
        assertThat(EntryKey.of(Jobs.replay("r-1"))).isNotEqualTo(EntryKey.of(Jobs.job("j-1:r-1")));
    }

    @Test
    void colons_in_a_name_cannot_make_two_jobs_one() {
        assertThat(EntryKey.of(Jobs.job("c", "t", "q", "a:b"))).isEqualTo("penstock:ledger:q:t:a%3Ab:c");
        assertThat(EntryKey.of(Jobs.job("b:c", "t", "q", "a"))).isEqualTo("penstock:ledger:q:t:a:b%3Ac");
        assertThat(EntryKey.of(Jobs.job("c", "t", "q", "a%3Ab"))).isEqualTo("penstock:ledger:q:t:a%253Ab:c");
    }
}
