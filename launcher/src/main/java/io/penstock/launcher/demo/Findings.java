package io.penstock.launcher.demo;

import io.penstock.launcher.site.Addresses;
import io.penstock.launcher.site.Patience;
import io.penstock.testbed.ReceivedMail;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What the demo's jobs left behind, read from the servers themselves.
 *
 * @param mails what the SMTP server accepted
 * @param notifications the user's stream in Redis
 * @param deadLetters what is in the dead-letter queues
 * @param objects what workers wrote
 * @param webhooks what the endpoint received
 */
record Findings(
        List<ReceivedMail> mails,
        List<Notification> notifications,
        List<DeadLetter> deadLetters,
        ObjectFolder objects,
        List<WebhookEndpoint.Received> webhooks) {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int NOTIFICATIONS = 7;
    private static final int DEAD_LETTERS = 3;

    Findings {
        mails = List.copyOf(mails);
        notifications = List.copyOf(notifications);
        deadLetters = List.copyOf(deadLetters);
    }

    /** Reads everything, with some patience: notifications and dead letters may follow an event by a moment. */
    static Findings read(
            Addresses addresses,
            List<ReceivedMail> mails,
            ObjectFolder objects,
            List<WebhookEndpoint.Received> webhooks) {
        DeadLetters queues = new DeadLetters(addresses.amqp());
        return new Findings(
                mails,
                Patience.until(
                        LIMIT,
                        () -> Notification.of(addresses.redis(), Scenes.USER),
                        found -> found.size() >= NOTIFICATIONS),
                Patience.until(
                        LIMIT,
                        () -> Stream.of("emails", "demo")
                                .flatMap(queue -> queues.of(queue).stream())
                                .toList(),
                        found -> found.size() >= DEAD_LETTERS),
                objects,
                webhooks);
    }

    List<ReceivedMail> mailsTo(String recipient) {
        return mails.stream()
                .filter(mail -> mail.recipients().contains(recipient))
                .toList();
    }

    boolean hasNotification(String jobId, String eventType) {
        return notifications.stream()
                .anyMatch(notification -> notification.jobId().equals(jobId)
                        && notification.eventType().equals(eventType));
    }

    boolean hasDeadLetter(String queue, String reason, Predicate<DeadLetter> wanted) {
        return deadLetters.stream()
                .filter(letter -> letter.queue().equals(queue))
                .filter(letter -> letter.reason().equals(reason))
                .anyMatch(wanted);
    }
}
