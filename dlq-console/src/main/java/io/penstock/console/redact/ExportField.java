package io.penstock.console.redact;

import com.fasterxml.jackson.core.JsonGenerator;
import io.penstock.console.letter.DeadLetter;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an export says of each dead letter, in this order. Ids are texts: they may be larger than JavaScript counts. */
enum ExportField {
    ID(letter -> Long.toString(letter.id())),
    JOB_ID(letter -> letter.job().id()),
    QUEUE(letter -> letter.job().queue()),
    TYPE(letter -> letter.job().type()),
    TENANT(letter -> letter.job().tenant()),
    USER(letter -> letter.job().user()),
    ATTEMPT(letter -> letter.job().attempt()),
    REASON(letter -> letter.death().reason()),
    ERROR_CLASS(letter -> letter.death().errorClass()),
    ERROR_MESSAGE(letter -> letter.death().errorMessage()),
    WORKER(letter -> letter.death().worker()),
    FINGERPRINT(DeadLetter::fingerprint),
    STATE(letter -> letter.status().state().word()),
    DIED_AT(letter -> letter.death().at()),
    COLLECTED_AT(letter -> letter.status().collectedAt()),
    ENDED_AT(letter -> letter.status().endedAt()),
    REPLAY_ID(letter -> letter.status().replayId()),
    REPLAY_OF(letter -> letter.status().replayOf() == null
            ? null
            : Long.toString(letter.status().replayOf())),
    BYTES(letter -> letter.job().bytes());

    @SuppressWarnings("ImmutableEnumChecker") // a function that keeps nothing
    private final Value value;

    ExportField(Value value) {
        this.value = value;
    }

    private interface Value {
        @Nullable
        Object of(DeadLetter letter);
    }

    static List<String> names() {
        return Stream.of(values()).map(ExportField::word).toList();
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Empty for what is not there. */
    String text(DeadLetter letter) {
        Object known = value.of(letter);
        return known == null ? "" : known.toString();
    }

    void write(DeadLetter letter, JsonGenerator json) throws IOException {
        Object known = value.of(letter);
        json.writeFieldName(word());
        switch (known) {
            case null -> json.writeNull();
            case Integer number -> json.writeNumber(number);
            default -> json.writeString(known.toString());
        }
    }
}
