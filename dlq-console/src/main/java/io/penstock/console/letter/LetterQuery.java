package io.penstock.console.letter;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * A filter as SQL, for dead letters of one state and, if tenants matter, of one tenant. One of what they have in common leads, by way of an index that has them
 * in the order of lists; the rest is checked on the rows that the index gives, of which a page looks at a limited number.
 * So no filter, however unlucky, takes longer than that.
 */
final class LetterQuery {
    private static final String ORDER = "died_at DESC, id DESC";

    private final List<String> leading = new ArrayList<>();
    private final List<String> rest = new ArrayList<>();
    private final Map<String, Object> values = new HashMap<>();
    private final String order;

    LetterQuery(LetterFilter filter, @Nullable String tenant, LetterState state, @Nullable Cursor after) {
        Map<String, String> equal = equal(filter.facets(), tenant);
        String leader = equal.keySet().stream().findFirst().orElse(null);
        equal.forEach((column, value) -> {
            (column.equals(leader) ? leading : rest).add(column + " = :" + column);
            values.put(column, value);
        });
        if (leader == null) {
            leading.add("listed = 0");
        }
        // H2 finds the order in an index only if what is constant is named, too
        order = (leader == null ? "listed" : leader) + ", state, " + ORDER;
        leading.add("state = :state");
        values.put("state", state.word());
        period(filter, after);
        search(filter);
    }

    /** The most telling first: it leads. */
    private Map<String, String> equal(LetterFilter.Facets facets, @Nullable String tenant) {
        Map<String, String> equal = new LinkedHashMap<>();
        put(equal, "fingerprint", facets.fingerprint());
        put(equal, "tenant", tenant);
        error(equal, facets.error());
        put(equal, "type", facets.type());
        put(equal, "queue", facets.queue());
        put(equal, "reason", facets.reason());
        return equal;
    }

    private void error(Map<String, String> equal, @Nullable String error) {
        if (error != null && error.indexOf('.') < 0) {
            rest.add("(error_class = :simpleError OR error_class LIKE :anyPackage ESCAPE '!')");
            values.put("simpleError", error);
            values.put("anyPackage", "%." + literal(error));
        } else {
            put(equal, "error_class", error);
        }
    }

    private static void put(Map<String, String> equal, String column, @Nullable String value) {
        if (value != null) {
            equal.put(column, value);
        }
    }

    private void period(LetterFilter filter, @Nullable Cursor after) {
        if (filter.since() != null) {
            leading.add("died_at >= :since");
            values.put("since", Rows.time(filter.since()));
        }
        if (filter.until() != null) {
            leading.add("died_at <= :until");
            values.put("until", Rows.time(filter.until()));
        }
        if (after != null) {
            leading.add("died_at <= :afterTime AND (died_at < :afterTime OR id < :afterId)");
            values.put("afterTime", Rows.time(after.diedAt()));
            values.put("afterId", after.id());
        }
    }

    private void search(LetterFilter filter) {
        if (filter.q() != null) {
            rest.add("(LOWER(job_id) LIKE :q ESCAPE '!' OR LOWER(error_class) LIKE :q ESCAPE '!'"
                    + " OR LOWER(error_message) LIKE :q ESCAPE '!')");
            values.put("q", "%" + literal(filter.q().toLowerCase(Locale.ROOT)) + "%");
        }
    }

    static String literal(String text) {
        return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }

    /** Whether rows are checked one by one. */
    boolean isChecked() {
        return !rest.isEmpty();
    }

    /**
     * At most {@code :limit} rows, newest first.
     *
     * @param columns what is wanted of each
     */
    String page(String columns) {
        return rest.isEmpty()
                ? "SELECT " + columns + found("*", ":limit").substring("SELECT *".length())
                : "SELECT " + columns + " FROM (" + found(Rows.LETTER, ":budget") + ") looked_at WHERE "
                        + String.join(" AND ", rest) + " ORDER BY " + ORDER + " LIMIT :limit";
    }

    /** The last row that a page looks at, none if it sees the end. */
    String lastLookedAt() {
        return found("died_at, id", "1") + " OFFSET :budget - 1";
    }

    private String found(String columns, String limit) {
        return "SELECT " + columns + " FROM dead_letter WHERE " + String.join(" AND ", leading) + " ORDER BY " + order
                + " LIMIT " + limit;
    }

    /**
     * A filter as one query for each state and each tenant: together they find what the filter means inside the scope.
     *
     * @param after where the page before ended, null for the first
     */
    static List<LetterQuery> of(TenantScope scope, LetterFilter filter, @Nullable Cursor after) {
        List<LetterQuery> queries = new ArrayList<>();
        List<String> tenants = scope.within(filter.facets().tenant());
        for (LetterState state : filter.states().isEmpty() ? EnumSet.allOf(LetterState.class) : filter.states()) {
            if (tenants == null) {
                queries.add(new LetterQuery(filter, null, state, after));
            } else {
                tenants.forEach(tenant -> queries.add(new LetterQuery(filter, tenant, state, after)));
            }
        }
        return queries;
    }

    /** Binds everything but {@code :limit} and {@code :budget}. */
    <S extends SqlStatement<S>> S bind(S statement) {
        values.forEach(statement::bind);
        return statement;
    }
}
