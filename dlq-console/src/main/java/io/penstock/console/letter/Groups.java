package io.penstock.console.letter;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Makes a group known when the first of its dead letters arrives, and keeps what is known of it up to date. */
final class Groups {
    private static final int LONGEST_FRAMES = 4_000;

    private Groups() {}

    private record Version(String fingerprint, String name) implements Comparable<Version> {
        @Override
        public int compareTo(Version other) {
            int byFingerprint = fingerprint.compareTo(other.fingerprint);
            return byFingerprint == 0 ? name.compareTo(other.name) : byFingerprint;
        }
    }

    private record Use(long letters, Instant last) {
        Use plus(Use other) {
            return new Use(letters + other.letters, last.isAfter(other.last) ? last : other.last);
        }
    }

    /** In the order of their keys, so that two transactions never wait for each other. */
    static void meet(Handle handle, Collection<NewLetter> letters) {
        Map<String, NewLetter> latest = new TreeMap<>();
        Map<Version, Use> versions = new TreeMap<>();
        for (NewLetter letter : letters) {
            String fingerprint = letter.fingerprint().word();
            latest.merge(fingerprint, letter, Groups::later);
            String version = versionOf(letter.death().worker());
            if (version != null) {
                Instant at = letter.death().at().truncatedTo(ChronoUnit.MILLIS);
                versions.merge(new Version(fingerprint, version), new Use(1, at), Use::plus);
            }
        }
        update(handle, latest);
        updateVersions(handle, versions);
    }

    private static NewLetter later(NewLetter one, NewLetter other) {
        return other.death().at().isBefore(one.death().at()) ? one : other;
    }

    /** Workers call themselves {@code host/pid penstock/1.2.3}. */
    static @Nullable String versionOf(@Nullable String worker) {
        int space = worker == null ? -1 : worker.lastIndexOf(' ');
        return worker == null || space < 0 ? null : Texts.cut(worker.substring(space + 1));
    }

    private static void update(Handle handle, Map<String, NewLetter> latest) {
        PreparedBatch update = handle.prepareBatch(
                "UPDATE letter_group SET reason = :reason, error_message = :message WHERE fingerprint = :fingerprint");
        latest.values().forEach(letter -> bind(update, letter).add());
        PreparedBatch insert = handle.prepareBatch("""
                INSERT INTO letter_group (fingerprint, queue, type, error_class, reason, error_message, frames)
                VALUES (:fingerprint, :queue, :type, :errorClass, :reason, :message, :frames)""");
        for (String each : Tallies.missing(Tallies.execute(update), new ArrayList<>(latest.keySet()))) {
            NewLetter letter = Objects.requireNonNull(latest.get(each));
            bind(insert, letter)
                    .bind("queue", letter.job().queue())
                    .bind("type", letter.job().type())
                    .bind("errorClass", letter.death().errorClass())
                    .bind("frames", frames(letter.fingerprint().frames()))
                    .add();
        }
        Tallies.execute(insert);
    }

    private static PreparedBatch bind(PreparedBatch batch, NewLetter letter) {
        return batch.bind("fingerprint", letter.fingerprint().word())
                .bind("reason", letter.death().reason())
                .bind("message", letter.death().errorMessage());
    }

    private static String frames(List<String> frames) {
        String text = Texts.storable(String.join("\n", frames));
        return text.length() > LONGEST_FRAMES ? text.substring(0, LONGEST_FRAMES) : text;
    }

    private static void updateVersions(Handle handle, Map<Version, Use> versions) {
        PreparedBatch update = handle.prepareBatch("UPDATE letter_version SET letters = letters + :letters,"
                + " last_at = GREATEST(last_at, :last) WHERE fingerprint = :fingerprint AND version = :version");
        versions.forEach((version, use) -> bind(update, version, use));
        PreparedBatch insert = handle.prepareBatch("INSERT INTO letter_version (fingerprint, version, letters, last_at)"
                + " VALUES (:fingerprint, :version, :letters, :last)");
        for (Version each : Tallies.missing(Tallies.execute(update), new ArrayList<>(versions.keySet()))) {
            bind(insert, each, Objects.requireNonNull(versions.get(each)));
        }
        Tallies.execute(insert);
    }

    private static void bind(PreparedBatch batch, Version version, Use use) {
        batch.bind("fingerprint", version.fingerprint())
                .bind("version", version.name())
                .bind("letters", use.letters())
                .bind("last", Rows.time(use.last()))
                .add();
    }
}
