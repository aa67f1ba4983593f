package io.penstock.webhook;

import io.penstock.JobError;
import io.penstock.Outcome;
import io.penstock.spi.HandlerContext;
import io.penstock.spi.JobContext;
import io.penstock.spi.JobHandler;
import io.penstock.spi.QueueDefaults;
import io.penstock.spi.Setting;
import io.penstock.webhook.secret.Secrets;
import io.penstock.webhook.signing.SigningKey;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Delivers webhooks: job type {@code webhook.deliver} on queue {@code webhooks}.
 *
 * <p>What may happen twice: if the process dies after the endpoint took the message and before the job was settled, the message
 * is delivered again, under the same {@code webhook-id}. With a shared ledger configured that window closes once the handler
 * has returned.
 *
 * <p>Settings are fixed at {@link #start}; afterwards it is safe to use from many threads.
 */
public final class WebhookHandler implements JobHandler<WebhookPayload> {
    /** Most of them wait, for an answer or for their turn, which costs memory and nothing else. */
    private static final int CONCURRENCY = 500;

    private final InstantSource clock;
    private final Secrets secrets;
    private @Nullable Delivery delivery;

    /** For {@link java.util.ServiceLoader}. */
    public WebhookHandler() {
        this(InstantSource.system());
    }

    WebhookHandler(InstantSource clock) {
        this.clock = clock;
        this.secrets = Secrets.found();
    }

    @Override
    public String type() {
        return "webhook.deliver";
    }

    @Override
    public String queue() {
        return "webhooks";
    }

    @Override
    public Class<WebhookPayload> payloadType() {
        return WebhookPayload.class;
    }

    @Override
    public QueueDefaults queueDefaults() {
        return new QueueDefaults(CONCURRENCY, RetrySchedule.ATTEMPTS);
    }

    @Override
    public List<Setting<?>> settings() {
        List<Setting<?>> settings = new ArrayList<>(WebhookSettings.ALL);
        settings.addAll(secrets.settings());
        return settings;
    }

    @Override
    public void start(HandlerContext context) {
        secrets.open(context);
        delivery = Delivery.in(context, clock);
    }

    /** @throws InterruptedException if the job was cancelled before anything was sent, or before it was answered */
    @Override
    public Outcome handle(WebhookPayload payload, JobContext context) throws InterruptedException {
        Message message;
        List<SigningKey> keys;
        try {
            message = Message.of(payload, context.job());
            keys = keys(payload);
        } catch (IllegalArgumentException e) {
            return new Outcome.Rejected(
                    JobError.of("io.penstock.webhook.InvalidDelivery", String.valueOf(e.getMessage())));
        } catch (IOException e) {
            return Outcome.failed(
                    "secret_ref: the secret cannot be read now: " + e.getClass().getSimpleName());
        }
        return Objects.requireNonNull(delivery, "not started").deliver(payload, message, keys, context);
    }

    private List<SigningKey> keys(WebhookPayload payload) throws IOException {
        List<String> texts = new ArrayList<>(payload.secret());
        for (String reference : payload.secretRef()) {
            texts.addAll(secrets.resolve(reference));
        }
        return texts.stream()
                .limit(WebhookPayload.MAX_SECRETS)
                .map(SigningKey::parse)
                .toList();
    }
}
