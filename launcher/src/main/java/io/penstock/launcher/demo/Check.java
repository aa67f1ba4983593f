package io.penstock.launcher.demo;

import io.penstock.launcher.watch.JobEvent;
import io.penstock.testbed.ReceivedMail;
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
                "Redis tells " + Scenes.USER + " of two completed jobs and a failed one",
                findings.hasNotification(Scenes.WELCOME, "job.completed")
                        && findings.hasNotification(Scenes.FLAKY, "job.completed")
                        && findings.hasNotification(Scenes.REFUSED, "job.failed")));
        checks.add(new Check(
                "the broken job lies unchanged in emails.dlq",
                findings.hasDeadLetter(
                        "emails.dlq", "malformed", letter -> letter.body().equals(Scenes.BROKEN))));
        checks.add(new Check(
                "the refused job lies in demo.dlq",
                findings.hasDeadLetter(
                        "demo.dlq", "rejected", letter -> letter.messageId().equals(Scenes.REFUSED))));
        return checks;
    }

    private static boolean hasMail(
            Findings findings, String recipient, @Nullable String subject, @Nullable String text) {
        List<ReceivedMail> mails = findings.mailsTo(recipient);
        return mails.size() == 1
                && mails.get(0).subject().equals(subject)
                && mails.get(0).text().replace("\r\n", "\n").strip().equals(text);
    }
}
