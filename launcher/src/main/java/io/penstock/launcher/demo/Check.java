package io.penstock.launcher.demo;

import io.penstock.launcher.watch.JobEvent;
import io.penstock.testbed.ReceivedMail;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing that must be so after the demo.
 *
 * @param what in words, as it should be
 * @param passed whether it is
 */
record Check(String what, boolean passed) {

    /** All of them. */
    static List<Check> all(List<Scene> scenes, Map<Scene, JobEvent> ends, Findings findings) {
        List<Check> checks = new ArrayList<>();
        for (Scene scene : scenes) {
            JobEvent end = ends.get(scene);
            checks.add(new Check(
                    scene.title() + " " + scene.meant() + " (event in Kafka)",
                    end != null && scene.endsAsMeant().test(end)));
        }
        checks.add(new Check(
                "one mail to a@example.com with its subject and text",
                hasMail(findings, "a@example.com", "Hi", "Hello")));
        checks.add(new Check(
                "one mail to ada@example.com with its subject and text",
                hasMail(
                        findings,
                        "ada@example.com",
                        Scenes.WELCOME_MAIL.get("subject"),
                        Scenes.WELCOME_MAIL.get("body"))));
        checks.add(new Check(
                "Redis tells " + Scenes.USER + " of every job of hers, completed or failed",
                findings.hasNotification(Scenes.WELCOME, "job.completed")
                        && findings.hasNotification(Scenes.FLAKY, "job.completed")
                        && findings.hasNotification(Scenes.INVOICE, "job.completed")
                        && findings.hasNotification(Scenes.PICTURES, "job.completed")
                        && findings.hasNotification(Scenes.HOOK, "job.completed")
                        && findings.hasNotification(Scenes.REFUSED, "job.failed")
                        && findings.hasNotification(Scenes.CLOSED, "job.failed")));
        checks.add(new Check(
                "the invoice is a PDF file",
                findings.objects().begins(ObjectFolder.INVOICE, "%PDF-1".getBytes(StandardCharsets.US_ASCII))));
        checks.add(new Check("the renditions are a JPEG, a WebP and a PNG file", hasRenditions(findings.objects())));
        checks.add(new Check(
                "one webhook arrived, with the job's id and a signature that is right",
                findings.webhooks().size() == 1
                        && findings.webhooks().getFirst().isSigned()
                        && findings.webhooks().getFirst().id().equals(Scenes.HOOK)));
        checks.add(new Check(
                "the broken job lies unchanged in emails.dlq",
                findings.hasDeadLetter(
                        "emails.dlq", "malformed", letter -> letter.body().equals(Scenes.BROKEN))));
        checks.add(new Check(
                "the refused job lies in demo.dlq",
                findings.hasDeadLetter(
                        "demo.dlq", "rejected", letter -> letter.messageId().equals(Scenes.REFUSED))));
        checks.add(new Check(
                "the job without stock lies in demo.dlq, too",
                findings.hasDeadLetter(
                        "demo.dlq", "rejected", letter -> letter.messageId().equals(Scenes.CLOSED))));
        return checks;
    }

    private static boolean hasRenditions(ObjectFolder objects) {
        return objects.begins(ObjectFolder.LARGE, new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF})
                && objects.begins(ObjectFolder.TILE, "RIFF".getBytes(StandardCharsets.US_ASCII))
                && objects.begins(ObjectFolder.THUMBNAIL, new byte[] {(byte) 0x89, 'P', 'N', 'G'});
    }

    private static boolean hasMail(
            Findings findings, String recipient, @Nullable String subject, @Nullable String text) {
        List<ReceivedMail> mails = findings.mailsTo(recipient);
        return mails.size() == 1
                && mails.get(0).subject().equals(subject)
                && mails.get(0).text().replace("\r\n", "\n").strip().equals(text);
    }
}
