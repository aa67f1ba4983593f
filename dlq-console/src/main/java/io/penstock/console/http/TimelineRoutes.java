package io.penstock.console.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.penstock.console.letter.DeadLetter;
import io.penstock.console.letter.Letters;
import io.penstock.console.letter.TenantScope;
import io.penstock.console.redact.LetterView;
import io.penstock.console.redact.Redaction;
import io.penstock.console.timeline.EventArchive;
import io.penstock.console.timeline.Timeline;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What became of one job: its events, as long as Kafka keeps them, and its dead letters. */
public final class TimelineRoutes {
    private static final Logger log = LoggerFactory.getLogger(TimelineRoutes.class);
    private static final Duration USUAL = Duration.ofDays(1);
    /** Each reads a partition as fast as Kafka gives it away. */
    private static final int AT_ONCE = 2;

    private final @Nullable EventArchive archive;
    private final Letters letters;
    private final Redaction redaction;
    private final Clock clock;
    private final Semaphore places = new Semaphore(AT_ONCE);

    /** @param archive null without Kafka */
    public TimelineRoutes(@Nullable EventArchive archive, Letters letters, Redaction redaction, Clock clock) {
        this.archive = archive;
        this.letters = letters;
        this.redaction = redaction;
        this.clock = clock;
    }

    /** One event; data is redacted. */
    public record EventView(String id, String type, Instant at, JsonNode data) {}

    /**
     * What is known of a job.
     *
     * @param events      the oldest first
     * @param complete    false if there may be events that were not looked at: there is no Kafka, or too much in it
     * @param deadLetters ids of its dead letters, the newest first
     */
    public record JobTimeline(
            String id, Instant since, List<EventView> events, boolean complete, List<String> deadLetters) {}

    /** The routes. */
    public List<Route> routes() {
        return List.of(new Route(
                Route.Method.GET,
                Route.API + "/jobs/{id}",
                LetterRoutes.READER,
                Effect.reads(),
                Operation.of("What became of a job: its events and dead letters")
                        .with(
                                Parameter.text("id", 128, "The job's id"),
                                Parameter.moment("since", "Events told from this instant on; absent: of the last day"))
                        .giving(JobTimeline.class)
                        .failing(404),
                this::job));
    }

    private Answer job(Call call) {
        String id = call.needText("id");
        TenantScope scope = call.caller().scope();
        Instant since = Objects.requireNonNullElseGet(
                call.moment("since"), () -> clock.instant().minus(USUAL));
        Timeline timeline = timeline(id, since);
        List<EventView> events = timeline.events().stream()
                .filter(event -> scope.includes(event.tenant()))
                .map(this::view)
                .toList();
        List<String> dead = letters.ofJob(scope, id).stream()
                .map(DeadLetter::id)
                .map(String::valueOf)
                .toList();
        if (events.isEmpty() && dead.isEmpty()) {
            throw new ProblemException(
                    Problem.notFound("no event since " + since + " and no dead letter tells of a job with this id"
                            + (timeline.complete() ? "" : ", as far as could be looked at")));
        }
        return Answer.ok(new JobTimeline(id, since, events, timeline.complete(), dead));
    }

    private Timeline timeline(String id, Instant since) {
        if (archive == null) {
            return new Timeline(List.of(), false);
        }
        if (!places.tryAcquire()) {
            throw new ProblemException(Problem.unavailable("other jobs are being looked up"));
        }
        try {
            return archive.of(id, since);
        } catch (KafkaException e) {
            log.warn("the events of a job could not be read: {}", e.getMessage());
            throw new ProblemException(Problem.unavailable("Kafka, which keeps events, does not answer"));
        } finally {
            places.release();
        }
    }

    private EventView view(Timeline.Event event) {
        byte[] data = event.data().getBytes(StandardCharsets.UTF_8);
        String redacted = LetterView.redacted(data, redaction).text();
        return new EventView(event.id(), event.type(), event.at(), tree(redacted));
    }

    private static JsonNode tree(String text) {
        try {
            return ApiJson.MAPPER.readTree(text);
        } catch (JsonProcessingException noJson) {
            return TextNode.valueOf(text);
        }
    }
}
