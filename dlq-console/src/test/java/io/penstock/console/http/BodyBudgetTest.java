package io.penstock.console.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BodyBudgetTest {
    private final BodyBudget budget = new BodyBudget(1_000);

    @Test
    void no_caller_has_more_than_half_and_all_together_no_more_than_all() {
        budget.take("a", 500);
        refused("a", 1);
        budget.take("b", 400);
        budget.take("c", 100);
        refused("d", 1);
    }

    @Test
    void what_is_given_back_is_there_again() {
        budget.take("a", 500);
        budget.take("b", 500);
        budget.giveBack("a", 500);
        budget.take("c", 300);
        budget.take("a", 200);
        refused("b", 1);
    }

    @Test
    void the_largest_body_fits_whatever_the_heap() {
        BodyBudget.ofThisProcess().take("a", JobSubmission.BODY);
    }

    private void refused(String caller, long bytes) {
        assertThatThrownBy(() -> budget.take(caller, bytes)).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.problem().status()).isEqualTo(503);
            assertThat(e.problem().headers()).containsKey("Retry-After");
        });
    }
}
