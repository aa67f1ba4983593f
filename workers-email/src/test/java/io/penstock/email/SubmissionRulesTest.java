package io.penstock.email;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Outcome;
import io.penstock.email.EmailResult.Refusal;
import io.penstock.email.Reply.Step;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubmissionRulesTest {
    private static final Refusal FULL = new Refusal("full@example.com", 452, "452 4.2.2 mailbox full");
    private static final Refusal GONE = new Refusal("gone@example.com", 550, "550 5.1.1 no such user");
    private static final Reply QUEUED = new Reply(Step.END_OF_DATA, 250, "250 queued as 4F2");

    @Test
    void a_mail_that_was_taken_is_done_and_lists_who_was_refused() {
        Outcome outcome = decide(new Submission.Accepted(QUEUED, List.of(FULL, GONE)));

        assertThat(outcome)
                .isEqualTo(Outcome.done(
                        new EmailResult("<m@x>", List.of("a@example.com"), List.of(FULL, GONE), "250 queued as 4F2")));
    }

    @Test
    void a_mailbox_that_is_full_is_retried() {
        assertThat(decide(new Submission.NobodyAccepted(List.of(FULL))))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.error().message())
                                .contains("full@example.com (452 4.2.2 mailbox full)"));
    }

    @Test
    void a_full_mailbox_among_unknown_ones_is_retried() {
        assertThat(decide(new Submission.NobodyAccepted(List.of(GONE, FULL)))).isInstanceOf(Outcome.Failed.class);
    }

    @Test
    void recipients_who_do_not_exist_are_not_retried() {
        assertThat(decide(new Submission.NobodyAccepted(List.of(GONE))))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.error().className())
                                .isEqualTo("io.penstock.email.RecipientsRefused"));
    }

    @Test
    void a_mail_refused_for_now_is_retried() {
        assertThat(decide(new Submission.Refused(new Reply(Step.MAIL, 421, "421 busy"))))
                .isInstanceOf(Outcome.Failed.class);
        assertThat(decide(new Submission.Refused(new Reply(Step.END_OF_DATA, 451, "451 later"))))
                .isInstanceOf(Outcome.Failed.class);
    }

    @Test
    void a_mail_refused_for_good_is_not_retried() {
        assertThat(decide(new Submission.Refused(new Reply(Step.END_OF_DATA, 554, "554 5.7.1 spam"))))
                .isInstanceOf(Outcome.Rejected.class);
    }

    @Test
    void a_relay_that_wants_a_login_costs_no_attempt() {
        assertThat(decide(new Submission.Refused(new Reply(Step.MAIL, 530, "530 login first"))))
                .isInstanceOf(Outcome.Snoozed.class);
        assertThat(decide(new Submission.Misconfigured("refused the login (535)")))
                .isEqualTo(Outcome.snoozed(Duration.ofMinutes(5), "refused the login (535)"));
    }

    @Test
    void a_relay_that_is_away_costs_no_attempt() {
        assertThat(decide(new Submission.Unavailable("away")))
                .isEqualTo(Outcome.snoozed(Duration.ofSeconds(15), "away"));
    }

    @Test
    void a_connection_lost_before_the_end_of_the_mail_is_retried() {
        assertThat(decide(new Submission.Lost("reset"))).isInstanceOf(Outcome.Failed.class);
    }

    @Test
    void a_mail_that_may_have_been_sent_waits_for_an_operator() {
        assertThat(decide(new Submission.Unknown("Read timed out")))
                .isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> {
                    assertThat(rejected.error().className()).isEqualTo("io.penstock.email.DeliveryUnknown");
                    assertThat(rejected.error().message()).contains("look for Message-ID <m@x> in the relay's log");
                });
    }

    @Test
    void a_mail_that_may_have_been_sent_is_sent_again_if_the_operator_chose_so() {
        Outcome outcome =
                new SubmissionRules(true).outcome(new Submission.Unknown("Read timed out"), "<m@x>", List.of());

        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    }

    private static Outcome decide(Submission submission) {
        return new SubmissionRules(false)
                .outcome(submission, "<m@x>", List.of("full@example.com", "a@example.com", "gone@example.com"));
    }
}
