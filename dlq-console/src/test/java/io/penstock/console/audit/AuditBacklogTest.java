package io.penstock.console.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLTransientConnectionException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jdbi.v3.core.ConnectionException;
import org.junit.jupiter.api.Test;

class AuditBacklogTest {
    private final List<String> stored = new CopyOnWriteArrayList<>();
    private final AtomicBoolean away = new AtomicBoolean();

    private static AuditRow row(String request) {
        return new AuditRow(
                new Act(Actor.anonymous("127.0.0.1"), "jobs.enqueue", request), Outcome.DONE, Instant.EPOCH);
    }

    private void store(List<AuditRow> rows) {
        if (away.get()) {
            throw new ConnectionException(new SQLTransientConnectionException("away"));
        }
        List<String> requests = rows.stream().map(row -> row.act().requestId()).toList();
        if (requests.contains("poison")) {
            throw new IllegalStateException("the database refuses it");
        }
        stored.addAll(requests);
    }

    @Test
    void what_was_taken_is_stored_in_order_before_the_console_ends() {
        List<String> requests =
                IntStream.range(0, 1_200).mapToObj(Integer::toString).toList();
        try (AuditBacklog backlog = new AuditBacklog(this::store)) {
            assertThat(requests).allMatch(request -> backlog.take(row(request)));
        }
        assertThat(stored).isEqualTo(requests);
    }

    @Test
    void entries_wait_while_the_database_is_away() {
        away.set(true);
        try (AuditBacklog backlog = new AuditBacklog(this::store)) {
            assertThat(backlog.take(row("a"))).isTrue();
            assertThat(stored).isEmpty();
            away.set(false);
            await().until(() -> stored.equals(List.of("a")));
        }
    }

    @Test
    void one_that_the_database_refuses_does_no_harm_to_the_others() {
        try (AuditBacklog backlog = new AuditBacklog(this::store)) {
            assertThat(List.of("a", "poison", "b")).allMatch(request -> backlog.take(row(request)));
        }
        assertThat(stored).containsExactly("a", "b");
    }

    @Test
    void whoever_comes_when_too_many_wait_stores_it_alone() {
        away.set(true);
        try (AuditBacklog backlog = new AuditBacklog(this::store)) {
            await().until(() -> !IntStream.range(0, 11_000).allMatch(i -> backlog.take(row("many"))));
            away.set(false);
        }
    }
}
