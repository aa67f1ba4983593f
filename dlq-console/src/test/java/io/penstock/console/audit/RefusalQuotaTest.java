package io.penstock.console.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.console.store.SettableClock;
import org.junit.jupiter.api.Test;

class RefusalQuotaTest {
    private final SettableClock clock = new SettableClock();
    private final RefusalQuota quota = new RefusalQuota(clock);

    private void use(String address) {
        for (int i = 0; i < RefusalQuota.PER_WINDOW; i++) {
            assertThat(quota.take(address)).as("refusal " + i).contains(0);
        }
    }

    @Test
    void an_address_fills_no_more_than_its_share_and_takes_none_from_others() {
        use("10.0.0.1");

        assertThat(quota.take("10.0.0.1")).isEmpty();
        assertThat(quota.take("10.0.0.2")).contains(0);
    }

    @Test
    void what_was_left_out_is_told_by_the_next_entry() {
        use("10.0.0.1");
        quota.take("10.0.0.1");
        quota.take("10.0.0.1");
        clock.pass(RefusalQuota.WINDOW.plusMillis(1));

        assertThat(quota.take("10.0.0.1")).contains(2);
        assertThat(quota.take("10.0.0.1")).contains(0);
    }
}
