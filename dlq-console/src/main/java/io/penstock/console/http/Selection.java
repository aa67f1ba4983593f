package io.penstock.console.http;

import io.penstock.console.letter.FilterParameters;
import io.penstock.console.letter.LetterFilter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters a call is about: these, or all that a filter means.
 *
 * @param ids    at most {@link #MOST_IDS}
 * @param filter the parameters of a list, {@code {}} for all
 * @param reason why, for the audit log
 */
public record Selection(
        @Nullable List<String> ids,
        @Nullable Map<String, String> filter,
        @Nullable String reason) {
    /** How many ids can be named at once. */
    public static final int MOST_IDS = 10_000;

    /** How large a body with so many ids is, in bytes. */
    static final int BODY = 512 * 1024;

    private static final Parameter ID = Parameter.id("ids", "");

    public Selection {
        if ((ids == null) == (filter == null)) {
            throw new IllegalArgumentException("expected either ids or filter");
        }
        if (ids != null && (ids.isEmpty() || ids.size() > MOST_IDS)) {
            throw new IllegalArgumentException("ids: expected 1 to " + MOST_IDS);
        }
        if (reason != null && (reason.isBlank() || reason.length() > 500)) {
            throw new IllegalArgumentException("reason: expected 1 to 500 characters");
        }
    }

    /** The ids as numbers; empty if there is a filter. */
    public List<Long> idNumbers() {
        return ids == null
                ? List.of()
                : ids.stream().map(id -> (Long) ID.read(id)).toList();
    }

    /** The filter; that of everything if there are ids. */
    public LetterFilter letterFilter() {
        return filter == null ? LetterFilter.ALL : parse(filter);
    }

    static LetterFilter parse(Map<String, String> parameters) {
        for (String name : parameters.keySet()) {
            if (!FilterParameters.NAMES.contains(name)) {
                throw new ProblemException(Problem.invalid(
                        "filter",
                        "filter: expected some of "
                                + FilterParameters.NAMES.stream().sorted().toList() + ", got one that is not known"));
            }
        }
        try {
            return FilterParameters.parse(parameters);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Problem.invalid("filter", String.valueOf(e.getMessage())));
        }
    }
}
