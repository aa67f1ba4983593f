package io.penstock.console.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.penstock.console.letter.TenantScope;
import io.penstock.internal.job.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** How grants and instants are written into the columns that users and tokens have in common. */
final class GrantColumns {
    private GrantColumns() {}

    static Grants read(ResultSet row) throws SQLException {
        return new Grants(
                Role.valueOf(row.getString("role")), row.getBoolean("may_reveal"), scope(row.getString("tenants")));
    }

    private static TenantScope scope(@Nullable String json) {
        try {
            return json == null ? TenantScope.ALL : TenantScope.only(Json.EVENTS.readValue(json, String[].class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("column tenants: expected an array of texts", e);
        }
    }

    private static @Nullable String json(@Nullable Set<String> tenants) {
        try {
            return tenants == null ? null : Json.EVENTS.writeValueAsString(new TreeSet<>(tenants));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts that cannot be written as JSON", e);
        }
    }

    static <S extends SqlStatement<S>> S bind(S statement, Grants grants) {
        return statement
                .bind("role", grants.role().name())
                .bind("mayReveal", grants.mayReveal())
                .bind("tenants", json(grants.scope().tenants()));
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }

    static Instant needInstant(ResultSet row, String column) throws SQLException {
        return row.getTimestamp(column).toInstant();
    }
}
