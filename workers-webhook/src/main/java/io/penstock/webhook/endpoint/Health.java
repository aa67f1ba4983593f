package io.penstock.webhook.endpoint;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;

/**
 * Whether an endpoint ever works. Times are in milliseconds since 1970, 0 for never. Pure.
 *
 * @param lastSuccess when it last worked
 * @param lastFailure when it last failed
 * @param failingSince the first failure since it last worked
 * @param failures how many there were since
 * @param lastError what was wrong, in a few words; empty for nothing
 * @param disabledAt when it was disabled
 * @param disabledBecause why; empty if it is not
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Health(
        @JsonProperty("ok") long lastSuccess,
        @JsonProperty("bad") long lastFailure,
        @JsonProperty("since") long failingSince,
        @JsonProperty("count") int failures,
        @JsonProperty("error") String lastError,
        @JsonProperty("off") long disabledAt,
        @JsonProperty("why") String disabledBecause) {

    static final Health UNKNOWN = new Health(0, 0, 0, 0, "", 0, "");

    /** Fewer failures may be bad luck, however long ago the first was. */
    private static final int FEWEST_FAILURES = 10;
    /** When nothing was tried for so long – longer than between any two attempts – nothing is known of that time. */
    private static final long LONGEST_GAP = Duration.ofDays(2).toMillis();

    @JsonIgnore
    public boolean isDisabled() {
        return disabledAt > 0;
    }

    Health worked(long now) {
        return new Health(now, lastFailure, 0, 0, "", disabledAt, disabledBecause);
    }

    Health failed(String error, long now, Duration disableAfter) {
        boolean goesOn = failingSince > 0 && now - lastFailure <= LONGEST_GAP;
        Health failing = new Health(
                lastSuccess,
                now,
                goesOn ? failingSince : now,
                goesOn ? failures + 1 : 1,
                error,
                disabledAt,
                disabledBecause);
        boolean hopeless = !disableAfter.isZero()
                && failing.failures() >= FEWEST_FAILURES
                && now - failing.failingSince() >= disableAfter.toMillis();
        return hopeless && !isDisabled()
                ? failing.disabled("nothing but failures for " + disableAfter.toDays() + " days", now)
                : failing;
    }

    Health disabled(String because, long now) {
        return isDisabled()
                ? this
                : new Health(lastSuccess, lastFailure, failingSince, failures, lastError, now, because);
    }

    Health enabled() {
        return new Health(lastSuccess, lastFailure, 0, 0, lastError, 0, "");
    }
}
