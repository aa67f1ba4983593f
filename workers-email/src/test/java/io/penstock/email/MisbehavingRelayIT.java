package io.penstock.email;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Outcome;
import io.penstock.Outcome.Done;
import io.penstock.Outcome.Failed;
import io.penstock.Outcome.Rejected;
import io.penstock.Outcome.Snoozed;
import io.penstock.email.EmailResult.Refusal;
import io.penstock.email.RunningHandler.RunningJob;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MisbehavingRelayIT {
    private static final EmailPayload MAIL = Payloads.with("");
    private static final EmailPayload THREE =
            Payloads.read("{'to': ['a@example.com', 'b@example.com', 'c@example.com'], 'subject': 'Hi', 'body': 'x'}");

    @ParameterizedTest
    @ValueSource(strings = {"MAIL", "RCPT", "DATA", "."})
    void a_relay_that_is_busy_at_any_step_is_tried_again(String step) throws Exception {
        assertThat(outcome(Map.of(step, "421 4.3.2 busy"), MAIL)).isInstanceOf(Failed.class);
        assertThat(outcome(Map.of(step, "451 4.7.1 greylisted"), MAIL)).isInstanceOf(Failed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MAIL", "RCPT", "DATA", "."})
    void a_refusal_for_good_at_any_step_is_final(String step) throws Exception {
        assertThat(outcome(Map.of(step, "554 5.7.1 no"), MAIL))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.error().message()).contains("554 5.7.1 no"));
    }

    @Test
    void a_mailbox_that_is_full_is_retried() throws Exception {
        assertThat(outcome(Map.of("RCPT", "452 4.2.2 mailbox full"), MAIL)).isInstanceOf(Failed.class);
        assertThat(outcome(Map.of("RCPT", "552 5.2.2 mailbox full"), MAIL)).isInstanceOf(Failed.class);
    }

    @Test
    void a_mail_that_is_too_big_is_not_retried() throws Exception {
        assertThat(outcome(Map.of(".", "552 5.3.4 too big"), MAIL)).isInstanceOf(Rejected.class);
    }

    @Test
    void recipients_who_were_refused_cost_the_others_nothing() throws Exception {
        Map<String, String> script =
                Map.of("RCPT TO:<a@example.com>", "450 4.2.1 later", "RCPT TO:<c@example.com>", "550 5.1.1 who?");

        assertThat(outcome(script, THREE)).isInstanceOfSatisfying(Done.class, done -> {
            EmailResult result = (EmailResult) done.result();
            assertThat(result.accepted()).containsExactly("b@example.com");
            assertThat(result.rejected())
                    .containsExactly(
                            new Refusal("a@example.com", 450, "450 4.2.1 later"),
                            new Refusal("c@example.com", 550, "550 5.1.1 who?"));
        });
    }

    @Test
    void a_mail_refused_after_some_recipients_were_is_no_success() throws Exception {
        Map<String, String> script = Map.of("RCPT TO:<a@example.com>", "550 5.1.1 who?", ".", "451 4.3.0 later");

        assertThat(outcome(script, THREE)).isInstanceOf(Failed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MAIL", "RCPT", "DATA"})
    void a_connection_lost_before_the_end_of_the_mail_is_retried(String step) throws Exception {
        for (String answer : List.of(ScriptedRelay.DROP, ScriptedRelay.HANG)) {
            assertThat(outcome(Map.of(step, answer), MAIL))
                    .isInstanceOfSatisfying(
                            Failed.class,
                            failed -> assertThat(failed.error().className())
                                    .isEqualTo("io.penstock.email.ConnectionLost"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {ScriptedRelay.HANG, ScriptedRelay.DROP, "what?"})
    void a_mail_that_may_have_been_sent_is_not_sent_again(String answer) throws Exception {
        assertThat(outcome(Map.of(ScriptedRelay.FINAL_DOT, answer), MAIL))
                .isInstanceOfSatisfying(Rejected.class, rejected -> {
                    assertThat(rejected.error().className()).isEqualTo("io.penstock.email.DeliveryUnknown");
                    assertThat(rejected.error().message()).contains("<order-7@example.net>");
                });
    }

    @Test
    void a_mail_that_may_have_been_sent_is_sent_again_under_the_same_id_if_so_configured() throws Exception {
        try (ScriptedRelay relay = new ScriptedRelay(Map.of(ScriptedRelay.FINAL_DOT, ScriptedRelay.DROP));
                RunningHandler handler =
                        RunningHandler.with(relay.url(), Map.of("PENSTOCK_EMAIL_RETRY_UNKNOWN", "true"))) {
            assertThat(handler.run(MAIL)).isInstanceOf(Failed.class);
            assertThat(handler.run(MAIL)).isInstanceOf(Failed.class);
            assertThat(relay.lines())
                    .filteredOn(line -> line.startsWith("Message-ID:"))
                    .hasSize(2)
                    .containsOnly("Message-ID: <order-7@example.net>");
        }
    }

    @Test
    void a_success_counts_even_if_the_connection_ends_rudely() throws Exception {
        assertThat(outcome(Map.of("QUIT", ScriptedRelay.DROP), MAIL)).isInstanceOf(Done.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"421 4.3.2 too many connections", ScriptedRelay.DROP, ScriptedRelay.HANG})
    void a_relay_that_is_away_costs_no_attempt_and_is_left_alone_for_a_while(String greeting) throws Exception {
        try (ScriptedRelay relay = new ScriptedRelay(Map.of(ScriptedRelay.GREETING, greeting));
                RunningHandler handler = RunningHandler.with(relay.url())) {
            assertThat(handler.run(MAIL))
                    .isInstanceOfSatisfying(
                            Snoozed.class,
                            snoozed -> assertThat(snoozed.delay())
                                    .isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30)));
        }
    }

    @Test
    void jobs_do_not_knock_at_a_relay_that_was_just_away() throws Exception {
        String url;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            url = "smtp://127.0.0.1:" + taken.getLocalPort();
        }
        try (RunningHandler handler = RunningHandler.with(url)) {
            Outcome first = handler.run(MAIL);
            handler.passTime(Duration.ofSeconds(14));
            Outcome second = handler.run(MAIL);

            assertThat(first)
                    .isInstanceOfSatisfying(
                            Snoozed.class,
                            snoozed -> assertThat(snoozed.reason())
                                    .contains("127.0.0.1")
                                    .contains("unreachable"));
            assertThat(second)
                    .isInstanceOfSatisfying(
                            Snoozed.class,
                            snoozed -> assertThat(snoozed.delay())
                                    .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(16)));
        }
    }

    @Test
    void a_relay_that_turns_everybody_away_pauses_mail_for_its_operator() throws Exception {
        assertThat(outcome(Map.of(ScriptedRelay.GREETING, "554 5.3.2 no SMTP here"), MAIL))
                .isInstanceOfSatisfying(
                        Snoozed.class,
                        snoozed -> assertThat(snoozed.delay()).isGreaterThanOrEqualTo(Duration.ofMinutes(5)));
    }

    @Test
    void a_relay_that_wants_a_login_pauses_mail_for_its_operator() throws Exception {
        assertThat(outcome(Map.of("MAIL", "530 5.7.0 login first"), MAIL)).isInstanceOf(Snoozed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {ScriptedRelay.GREETING, "EHLO", "RCPT", "DATA"})
    void a_cancelled_job_lets_go_of_a_silent_relay_at_once(String step) throws Exception {
        Map<String, String> patient = Map.of("PENSTOCK_EMAIL_TIMEOUT", "10m");
        try (ScriptedRelay relay = new ScriptedRelay(Map.of(step, ScriptedRelay.HANG));
                RunningHandler handler = RunningHandler.with(relay.url(), patient)) {
            RunningJob job = handler.start(MAIL);
            relay.awaitHanging();
            job.thread().interrupt();

            assertThat(job.outcome())
                    .failsWithin(Duration.ofSeconds(5))
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void a_job_cancelled_after_the_end_of_the_mail_is_not_sent_again() throws Exception {
        Map<String, String> patient = Map.of("PENSTOCK_EMAIL_TIMEOUT", "10m");
        try (ScriptedRelay relay = new ScriptedRelay(Map.of(ScriptedRelay.FINAL_DOT, ScriptedRelay.HANG));
                RunningHandler handler = RunningHandler.with(relay.url(), patient)) {
            RunningJob job = handler.start(MAIL);
            relay.awaitHanging();
            job.thread().interrupt();

            assertThat(job.outcome())
                    .succeedsWithin(Duration.ofSeconds(5))
                    .isInstanceOfSatisfying(
                            Rejected.class,
                            rejected -> assertThat(rejected.error().className())
                                    .isEqualTo("io.penstock.email.DeliveryUnknown"));
        }
    }

    private static Outcome outcome(Map<String, String> script, EmailPayload payload) throws Exception {
        try (ScriptedRelay relay = new ScriptedRelay(script);
                RunningHandler handler = RunningHandler.with(relay.url())) {
            return handler.run(payload);
        }
    }
}
