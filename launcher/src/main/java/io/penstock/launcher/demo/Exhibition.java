package io.penstock.launcher.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.launcher.terminal.Columns;
import io.penstock.launcher.watch.JobEvent;
import io.penstock.testbed.ReceivedMail;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/**
 * Shows what the demo's jobs left behind.
 *
 * @param out where
 */
record Exhibition(PrintStream out) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int WIDTH = 100;

    void show(Findings findings, Map<Scene, JobEvent> ends) {
        findings.mails().forEach(this::mail);
        ends.entrySet().stream()
                .filter(end -> end.getKey().title().equals(Scenes.WELCOME))
                .forEach(end -> event(end.getValue()));
        objects(findings.objects());
        findings.webhooks().forEach(this::webhook);
        notifications(findings.notifications());
        deadLetters(findings.deadLetters());
    }

    void heading(String text) {
        out.println();
        out.println(text);
    }

    private void mail(ReceivedMail mail) {
        heading("Mail, as the SMTP server received it");
        out.print(new Columns()
                .row("From", mail.header("From"))
                .row("To", mail.header("To"))
                .row("Subject", mail.subject())
                .row("Message-ID", mail.header("Message-ID")));
        out.print(indented(mail.text().strip()));
    }

    private void event(JobEvent event) {
        heading("Event, as read from Kafka topic jobs.events");
        Columns columns = new Columns();
        event.headers().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(header -> columns.row(header.getKey(), header.getValue()));
        out.print(columns);
        out.print(indented(pretty(event.data())));
    }

    private void objects(ObjectFolder objects) {
        heading("Objects, as workers wrote them");
        Columns columns = new Columns();
        for (String name :
                List.of(ObjectFolder.INVOICE, ObjectFolder.LARGE, ObjectFolder.TILE, ObjectFolder.THUMBNAIL)) {
            columns.row(objects.path(name).toString(), objects.size(name) + " bytes");
        }
        out.print(columns);
    }

    private void webhook(WebhookEndpoint.Received webhook) {
        heading("Webhook, as its endpoint received it");
        out.print(new Columns()
                .row("webhook-id", webhook.id())
                .row("webhook-timestamp", webhook.timestamp())
                .row("webhook-signature", webhook.signature())
                .row("body", shortened(webhook.body())));
    }

    private void notifications(List<Notification> notifications) {
        heading("Notifications, as read from Redis stream notifications:" + Scenes.USER);
        Columns columns = new Columns();
        notifications.forEach(
                entry -> columns.row(entry.id(), entry.eventType(), entry.timestamp(), shortened(entry.data())));
        out.print(columns);
    }

    private void deadLetters(List<DeadLetter> letters) {
        for (DeadLetter letter : letters) {
            heading("Dead letter, as it lies in queue " + letter.queue());
            out.print(new Columns()
                    .row("reason", letter.reason())
                    .row("error", shortened(letter.header("penstock-error-message")))
                    .row("attempt", letter.header("penstock-attempt"))
                    .row("since", letter.header("penstock-dead-at"))
                    .row("body", shortened(letter.body())));
        }
    }

    private static String pretty(JsonNode json) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json);
        } catch (JsonProcessingException e) {
            return json.toString();
        }
    }

    private static String shortened(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() <= WIDTH ? line : line.substring(0, WIDTH - 1) + "…";
    }

    private static String indented(String text) {
        return System.lineSeparator() + text.indent(4).replaceAll("(?m)^ +$", "");
    }
}
