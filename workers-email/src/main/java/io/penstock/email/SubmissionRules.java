package io.penstock.email;

import io.penstock.JobError;
import io.penstock.Outcome;
import io.penstock.email.EmailResult.Refusal;
import io.penstock.email.Reply.Meaning;
import io.penstock.email.Reply.Step;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Decides what becomes of a job from how its submission ended. Pure.
 *
 * @param retryUnknown whether to send again when the relay may have taken the mail
 */
record SubmissionRules(boolean retryUnknown) {
    /** How long nobody bothers a relay that is away. */
    static final Duration AWAY = Duration.ofSeconds(15);

    /** How long nobody bothers a relay that wants its operator. */
    static final Duration PAUSE = Duration.ofMinutes(5);

    /** Class of the error when nobody knows whether the mail went out. */
    static final String DELIVERY_UNKNOWN = "io.penstock.email.DeliveryUnknown";

    static final String MAIL_REFUSED = "io.penstock.email.MailRefused";
    static final String RECIPIENTS_REFUSED = "io.penstock.email.RecipientsRefused";
    static final String CONNECTION_LOST = "io.penstock.email.ConnectionLost";

    /**
     * @param messageId {@code Message-ID} of the mail
     * @param recipients everyone whom the mail was for
     */
    Outcome outcome(Submission submission, String messageId, List<String> recipients) {
        return switch (submission) {
            case Submission.Accepted accepted -> Outcome.done(result(accepted, messageId, recipients));
            case Submission.NobodyAccepted nobody -> nobody(nobody.refusals());
            case Submission.Refused refused -> refused(refused.reply());
            case Submission.Lost lost ->
                failed(CONNECTION_LOST, "connection to the relay lost before it had the mail: " + lost.reason());
            case Submission.Unknown unknown -> unknown(unknown, messageId);
            case Submission.Unavailable away -> Outcome.snoozed(AWAY, away.reason());
            case Submission.Misconfigured misconfigured -> Outcome.snoozed(PAUSE, misconfigured.reason());
        };
    }

    /** Those who were refused for now are not tried again either: a retry would reach the others twice. */
    private static EmailResult result(Submission.Accepted accepted, String messageId, List<String> recipients) {
        List<String> refused =
                accepted.refusals().stream().map(Refusal::address).toList();
        List<String> reached = recipients.stream()
                .filter(address -> !refused.contains(address))
                .toList();
        return new EmailResult(
                messageId, reached, accepted.refusals(), accepted.reply().text());
    }

    private static Outcome nobody(List<Refusal> refusals) {
        String message = "the relay refused every recipient: "
                + refusals.stream().map(Refusal::toString).collect(Collectors.joining("; "));
        boolean mayWorkLater = refusals.stream()
                .map(refusal -> new Reply(Step.RCPT, refusal.code(), refusal.reply()).meaning())
                .anyMatch(meaning -> meaning != Meaning.PERMANENT);
        return mayWorkLater ? failed(RECIPIENTS_REFUSED, message) : rejected(RECIPIENTS_REFUSED, message);
    }

    private static Outcome refused(Reply reply) {
        String message = "the relay refused the mail: " + reply.text();
        return switch (reply.meaning()) {
            case PERMANENT -> rejected(MAIL_REFUSED, message);
            case LOGIN -> Outcome.snoozed(PAUSE, message);
            case TEMPORARY, NONE, ACCEPTED -> failed(MAIL_REFUSED, message);
        };
    }

    private Outcome unknown(Submission.Unknown unknown, String messageId) {
        String message = "the relay had the whole mail but did not answer (" + unknown.reason()
                + "), so it may or may not have been sent; ";
        return retryUnknown
                ? failed(DELIVERY_UNKNOWN, message + "sending it again, recipients may get it twice")
                : rejected(
                        DELIVERY_UNKNOWN,
                        message + "look for Message-ID " + messageId + " in the relay's log and replay this job only"
                                + " if the relay does not have it");
    }

    private static Outcome failed(String errorClass, String message) {
        return new Outcome.Failed(JobError.of(errorClass, message), null);
    }

    private static Outcome rejected(String errorClass, String message) {
        return new Outcome.Rejected(JobError.of(errorClass, message));
    }
}
