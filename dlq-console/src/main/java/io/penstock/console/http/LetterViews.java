package io.penstock.console.http;

import io.penstock.console.letter.AmqpValue;
import io.penstock.console.letter.Count;
import io.penstock.console.letter.DeadLetter;
import io.penstock.console.letter.LetterArchive;
import io.penstock.console.letter.LetterGroup;
import io.penstock.console.letter.LetterState;
import io.penstock.console.redact.LetterView;
import io.penstock.console.replay.Replay;
import io.penstock.console.replay.Replays;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Dead letters as the API shows them. Ids are texts, as they may be larger than JavaScript counts. */
final class LetterViews {
    private LetterViews() {}

    /** What has become of a dead letter. */
    record Status(
            LetterState state,
            Instant collectedAt,
            @Nullable Instant endedAt,
            @Nullable String replayId,
            @Nullable String replayOf) {}

    /** What lists show. */
    record LetterSummary(String id, DeadLetter.Job job, DeadLetter.Death death, String fingerprint, Status status) {
        static LetterSummary of(DeadLetter letter) {
            DeadLetter.Status status = letter.status();
            return new LetterSummary(
                    Long.toString(letter.id()),
                    letter.job(),
                    letter.death(),
                    letter.fingerprint(),
                    new Status(
                            status.state(),
                            status.collectedAt(),
                            status.endedAt(),
                            status.replayId(),
                            status.replayOf() == null ? null : Long.toString(status.replayOf())));
        }
    }

    /** Dead letters, the newest first; {@code next} is the cursor of the next page, absent on the last one. */
    record LetterList(
            List<LetterSummary> deadLetters, @Nullable String next) {}

    /** A number that is not counted further than people care for. */
    record LetterCount(long value, boolean exact, String text) {
        static LetterCount of(Count count) {
            return new LetterCount(count.value(), count.exact(), count.text());
        }
    }

    /** Everything known of a dead letter. */
    record LetterDetail(
            LetterSummary letter,
            LetterView.Payload payload,
            Map<String, AmqpValue> properties,
            Map<String, AmqpValue> headers,
            List<LetterReplay> history) {
        static LetterDetail of(LetterView view, List<LetterReplay> history) {
            return new LetterDetail(
                    LetterSummary.of(view.letter()), view.payload(), view.properties(), view.headers(), history);
        }
    }

    /** What a replay did with a dead letter; who wanted it and why is told to those who may see the replay. */
    record LetterReplay(
            String replayId,
            Replay.Kind kind,
            String state,
            @Nullable String reason,
            @Nullable String by,
            @Nullable Instant publishedAt,
            @Nullable Instant endedAt,
            @Nullable String failedAs,
            @Nullable String jobId) {
        static LetterReplay of(Replays.Part part) {
            Long failedAs = part.item().failedAs();
            return new LetterReplay(
                    part.replayId(),
                    part.kind(),
                    part.item().state().word(),
                    part.replayReason(),
                    part.by(),
                    part.item().publishedAt(),
                    part.item().endedAt(),
                    failedAs == null ? null : Long.toString(failedAs),
                    part.editedAs());
        }
    }

    /** Dead letters of one cause. */
    record GroupView(
            String fingerprint,
            LetterGroup.Cause cause,
            Map<String, Long> counts,
            LetterGroup.Seen seen,
            LetterGroup.@Nullable Note note) {
        static GroupView of(LetterGroup group) {
            Map<String, Long> counts = new TreeMap<>();
            group.counts().forEach((state, count) -> counts.put(state.word(), count));
            return new GroupView(group.fingerprint(), group.cause(), counts, group.seen(), group.note());
        }
    }

    /** Groups, the one seen last first. */
    record GroupList(List<GroupView> groups, @Nullable String next) {}

    /** What was moved, and which of the ids that were named was not. */
    record Moved(int moved, List<Refused> refused) {
        static Moved of(LetterArchive.Result result) {
            return new Moved(
                    result.moved(),
                    result.refused().stream()
                            .map(one -> new Refused(Long.toString(one.id()), one.why()))
                            .toList());
        }
    }

    /** One that was not moved. */
    record Refused(String id, String why) {}
}
