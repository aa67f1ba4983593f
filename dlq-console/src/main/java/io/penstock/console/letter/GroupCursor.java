package io.penstock.console.letter;

import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a page of groups ended. */
record GroupCursor(Instant last, String fingerprint) {
    private static final Pattern FORM = Pattern.compile("(-?\\d{1,15})-([0-9A-Za-z]{1,64})");

    static @Nullable GroupCursor parse(@Nullable String text) {
        if (text == null) {
            return null;
        }
        Matcher matcher = FORM.matcher(text);
        if (matcher.matches()) {
            Instant last = Instant.ofEpochMilli(Long.parseLong(matcher.group(1)));
            if (!last.isBefore(Letters.EARLIEST) && last.isBefore(Letters.LATEST)) {
                return new GroupCursor(last, matcher.group(2));
            }
        }
        throw new IllegalArgumentException("cursor: expected one that an earlier page gave");
    }

    String text() {
        return last.toEpochMilli() + "-" + fingerprint;
    }
}
