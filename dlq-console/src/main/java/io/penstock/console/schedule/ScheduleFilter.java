package io.penstock.console.schedule;

import io.penstock.console.letter.TenantScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Which schedules are meant.
 *
 * @param values what must be equal, by the name of the parameter; absent ones do not matter
 */
public record ScheduleFilter(Map<String, String> values) {
    /** The parameters, each of which is a column. */
    public static final Set<String> NAMES = Set.of("name", "queue", "type", "tenant", "state", "kind", "keeper");

    public ScheduleFilter {
        values = Map.copyOf(values);
        if (!NAMES.containsAll(values.keySet())) {
            throw new IllegalArgumentException("filter: expected some of " + NAMES);
        }
    }

    Query query(Handle handle, TenantScope scope, @Nullable String after) {
        List<String> conditions = new ArrayList<>(List.of("id > :after"));
        values.keySet().forEach(name -> conditions.add(name + " = :" + name));
        Set<String> tenants = scope.tenants();
        if (tenants != null) {
            conditions.add("tenant = ANY(:tenants)");
        }
        Query query = handle.createQuery("SELECT " + ScheduleRows.SUMMARY + " FROM schedule WHERE "
                        + String.join(" AND ", conditions) + " ORDER BY id LIMIT :limit")
                .bind("after", after == null ? "" : after)
                .bindMap(new LinkedHashMap<>(values));
        return tenants == null ? query : query.bindArray("tenants", String.class, List.copyOf(tenants));
    }
}
