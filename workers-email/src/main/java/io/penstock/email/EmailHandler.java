package io.penstock.email;

import io.penstock.Outcome;
import io.penstock.email.RelayGate.Closure;
import io.penstock.spi.HandlerContext;
import io.penstock.spi.JobContext;
import io.penstock.spi.JobHandler;
import io.penstock.spi.Setting;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.UnsupportedEncodingException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends mail: job type {@code email.send} on queue {@code emails}.
 *
 * <p>What may happen twice: if the process dies after the relay took the mail and before the job was settled, the mail is
 * sent again, under the same {@code Message-ID}. With a shared ledger configured that window closes once the handler has
 * returned.
 *
 * <p>Settings are fixed at {@link #start}; afterwards it is safe to use from many threads.
 */
public final class EmailHandler implements JobHandler<EmailPayload> {
    private static final Logger LOG = LoggerFactory.getLogger(EmailHandler.class);
    private static final Duration SPREAD = Duration.ofSeconds(15);

    private final InstantSource clock;
    private final RelayGate gate;
    private @Nullable EmailSettings settings;
    private @Nullable Relay relay;

    /** For {@link java.util.ServiceLoader}. */
    public EmailHandler() {
        this(InstantSource.system());
    }

    EmailHandler(InstantSource clock) {
        this.clock = clock;
        this.gate = new RelayGate(clock);
    }

    @Override
    public String type() {
        return "email.send";
    }

    @Override
    public String queue() {
        return "emails";
    }

    @Override
    public Class<EmailPayload> payloadType() {
        return EmailPayload.class;
    }

    @Override
    public List<Setting<?>> settings() {
        return EmailSettings.ALL;
    }

    @Override
    public void start(HandlerContext context) {
        EmailSettings configured = EmailSettings.of(context);
        settings = configured;
        relay = new Relay(configured);
    }

    /** @throws InterruptedException if the job was cancelled before the relay had the mail: nothing was sent */
    @Override
    public Outcome handle(EmailPayload payload, JobContext context)
            throws InterruptedException, MessagingException, UnsupportedEncodingException {
        EmailSettings configured = Objects.requireNonNull(settings, "not started");
        Closure closure = gate.closure().orElse(null);
        if (closure != null) {
            return Outcome.snoozed(spread(Duration.between(clock.instant(), closure.until())), closure.reason());
        }
        Envelope envelope = Envelope.of(payload, configured.from());
        MimeMessage mail = MailComposer.compose(payload, envelope, context.job());
        List<String> recipients = envelope.recipients();
        Submission submission = Objects.requireNonNull(relay, "not started").submit(mail, recipients);
        if (nothingSent(submission) && Thread.interrupted()) {
            throw new InterruptedException("cancelled before the relay had the mail");
        }
        Outcome outcome =
                new SubmissionRules(configured.retryUnknown()).outcome(submission, mail.getMessageID(), recipients);
        return outcome instanceof Outcome.Snoozed snoozed ? held(snoozed) : worked(outcome);
    }

    @Override
    public void close() {
        if (relay != null) {
            relay.close();
        }
    }

    /** What a cancelled job looks like from the relay's side; it says nothing about the relay. */
    private static boolean nothingSent(Submission submission) {
        return submission instanceof Submission.Lost
                || submission instanceof Submission.Unavailable
                || submission instanceof Submission.Misconfigured;
    }

    private Outcome held(Outcome.Snoozed snoozed) {
        if (gate.close(snoozed.delay(), snoozed.reason())) {
            tell(snoozed);
        }
        return Outcome.snoozed(spread(snoozed.delay()), snoozed.reason());
    }

    private Outcome worked(Outcome outcome) {
        gate.open();
        return outcome;
    }

    private static void tell(Outcome.Snoozed snoozed) {
        if (snoozed.delay().compareTo(SubmissionRules.PAUSE) >= 0) {
            LOG.error(
                    "ALERT no mail goes out until somebody acts; emails pause for {} s at a time: {}",
                    snoozed.delay().toSeconds(),
                    snoozed.reason());
        } else {
            LOG.warn("emails wait {} s for the relay: {}", snoozed.delay().toSeconds(), snoozed.reason());
        }
    }

    /** Waiting jobs come back one after the other, not all in the same second. */
    private static Duration spread(Duration wait) {
        Duration atLeast = wait.isPositive() ? wait : Duration.ofSeconds(1);
        return atLeast.plusMillis(ThreadLocalRandom.current().nextLong(SPREAD.toMillis()));
    }
}
