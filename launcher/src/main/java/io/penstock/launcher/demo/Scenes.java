package io.penstock.launcher.demo;

import io.penstock.client.JobClient;
import io.penstock.client.NewJob;
import io.penstock.launcher.watch.JobEvent;
import io.penstock.launcher.watch.JobEvent.Kind;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The jobs of the demo: at least one of every type that a plug-in runs.
 *
 * @param foreign the client in another language
 * @param jobs the client for Java
 * @param objects where pictures and documents are
 * @param endpoint who receives webhooks
 */
record Scenes(ForeignClient foreign, JobClient jobs, ObjectFolder objects, String endpoint) {
    /** The user who is notified. */
    static final String USER = "ada";

    static final String WELCOME = "welcome-mail";
    static final String FLAKY = "fails-twice";
    static final String REFUSED = "refused";
    static final String CLOSED = "out-of-stock";
    static final String INVOICE = "invoice";
    static final String PICTURES = "renditions";
    static final String HOOK = "webhook";

    /** The smallest job there is, word for word as in the documentation. */
    static final String SMALLEST = "{\"to\": \"a@example.com\", \"subject\": \"Hi\", \"body\": \"Hello\"}";

    static final String BROKEN = "{\"to\": \"a@example.com\", \"subject\": \"Hi\", \"bo";
    static final Map<String, String> WELCOME_MAIL = Map.of(
            "to", "Ada Lovelace <ada@example.com>",
            "subject", "Welcome to Acme",
            "body", "Dear Ada,\n\nyour account is ready.");

    /** How a job should end, in words and as a test. */
    private record Ending(String words, Predicate<JobEvent> test) {
        static Ending completed(int attempt) {
            return new Ending(
                    "completed at attempt " + attempt,
                    event -> event.kind() == Kind.COMPLETED && event.attempt() == attempt);
        }

        static Ending deadLettered(String reason) {
            return new Ending(
                    "was dead-lettered as " + reason,
                    event -> event.kind() == Kind.FAILED && event.reason().equals(reason));
        }
    }

    List<Scene> all() {
        return List.of(
                foreign("smallest-job", SMALLEST, "any JSON object, any AMQP client", Ending.completed(1)),
                job(WELCOME, "emails", "with an id, a tenant and a user", Ending.completed(1), WELCOME_MAIL),
                job(FLAKY, "demo", "fails twice, then succeeds", Ending.completed(3), task(2, true, false)),
                job(INVOICE, "pdfs", "a document from a template", Ending.completed(1), invoice()),
                job(PICTURES, "images", "three renditions of a picture", Ending.completed(1), renditions()),
                job(HOOK, "webhooks", "signed, to an endpoint here", Ending.completed(1), webhook()),
                job(REFUSED, "demo", "can never work", Ending.deadLettered("rejected"), task(0, false, false)),
                job(
                        CLOSED,
                        "demo",
                        "needs a warehouse that is closed",
                        Ending.deadLettered("rejected"),
                        task(0, true, true)),
                foreign("broken-json", BROKEN, "is cut off in the middle", Ending.deadLettered("malformed")));
    }

    private Scene job(String id, String queue, String story, Ending ending, Map<String, ?> payload) {
        NewJob job = NewJob.on(queue, payload).id(id).tenant("acme").user(USER);
        return new Scene(
                id,
                queue,
                "Java, JobClient",
                story,
                () -> jobs.enqueue(job).join(),
                event -> event.jobId().equals(id),
                ending.words(),
                ending.test());
    }

    /** Such a job has no id, so it is known by its queue and by how it ends. */
    private Scene foreign(String title, String body, String story, Ending ending) {
        return new Scene(
                title,
                "emails",
                foreign.name(),
                story,
                () -> foreign.publish("emails", body),
                event -> event.queue().equals("emails")
                        && !event.jobId().equals(WELCOME)
                        && ending.test().test(event),
                ending.words(),
                ending.test());
    }

    private static Map<String, ?> task(int failures, boolean acceptable, boolean stock) {
        return Map.of("failures", failures, "acceptable", acceptable, "stock", stock);
    }

    private Map<String, ?> invoice() {
        Map<String, ?> model = Map.of(
                "number", "2026-0042",
                "seller", Map.of("name", "Acme Ltd", "address", List.of("1 Mill Race", "Bristol BS1 4XE")),
                "customer",
                        Map.of("name", "Ada Lovelace", "address", List.of("12 St James's Square", "London SW1Y 4JH")),
                "items", List.of(Map.of("name", "Analytical engine", "price", "£ 129.00", "amount", "£ 129.00")),
                "totals", List.of(Map.of("name", "Total", "value", "£ 129.00")),
                "footer", List.of("Acme Ltd"));
        return Map.of(
                "template",
                "invoice",
                "model",
                model,
                "output",
                objects.url(ObjectFolder.INVOICE),
                "title",
                "Invoice 2026-0042",
                "pdf_a",
                "3b");
    }

    private Map<String, ?> renditions() {
        return Map.of(
                "source",
                objects.url(ObjectFolder.PICTURE),
                "renditions",
                List.of(
                        rendition("large", 1_200, 1_200, ObjectFolder.LARGE, "inside"),
                        rendition("tile", 400, 400, ObjectFolder.TILE, "cover"),
                        rendition("thumbnail", 160, 160, ObjectFolder.THUMBNAIL, "contain")));
    }

    private Map<String, ?> rendition(String name, int width, int height, String object, String fit) {
        return Map.of("name", name, "width", width, "height", height, "fit", fit, "output", objects.url(object));
    }

    private Map<String, ?> webhook() {
        return Map.of(
                "url",
                endpoint,
                "event_type",
                "invoice.paid",
                "data",
                Map.of("invoice", "2026-0042", "cents", 12_900),
                "secret_ref",
                "env:demo");
    }
}
