package io.penstock.console.letter;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.console.letter.SampleLetters.Kind;
import io.penstock.console.store.Database;
import io.penstock.console.store.Dialect;
import io.penstock.console.store.TestDatabases;
import io.penstock.testbed.PostgresServer;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.WithServers;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What PostgreSQL means to do when it is asked for a page: walk along one index, and stop. */
@WithServers(ServerKind.POSTGRES)
class QueryPlanIT {
    private static final int ROWS = 20_000;
    private static Database database;

    @BeforeAll
    static void fill(PostgresServer postgres) {
        database = TestDatabases.open(Dialect.POSTGRESQL, postgres);
        LetterIntake intake = new LetterIntake(Clock.systemUTC());
        List<NewLetter> letters = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            letters.add(SampleLetters.letter(new Kind(
                    "q" + i % 4, "t" + i % 8, "tenant" + i % 50, "a.E" + i % 40, SampleLetters.START.plusMillis(i))));
        }
        for (int i = 0; i < ROWS; i += 2_000) {
            List<NewLetter> some = letters.subList(i, i + 2_000);
            database.inTransaction(handle -> intake.add(handle, some));
        }
        database.jdbi().useHandle(handle -> handle.execute("ANALYZE"));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @ParameterizedTest
    @CsvSource({
        "state, open, dead_letter_by_time",
        "queue, q1, dead_letter_by_queue",
        "type, t1, dead_letter_by_type",
        "tenant, tenant1, dead_letter_by_tenant",
        "error, a.E1, dead_letter_by_error",
        "reason, attempts_exhausted, dead_letter_by_reason",
        "since, 2026-11-25T10:15:31Z, dead_letter_by_time",
        "q, nothing, dead_letter_by_time"
    })
    void a_page_walks_along_an_index_and_sorts_nothing(String name, String value, String index) {
        LetterFilter filter = FilterParameters.parse(Map.of(name, value));
        String first = plan(new LetterQuery(filter, filter.facets().tenant(), LetterState.OPEN, null));
        String next = plan(new LetterQuery(
                filter,
                filter.facets().tenant(),
                LetterState.OPEN,
                new Cursor(SampleLetters.START.plusMillis(ROWS / 2), ROWS / 2)));

        assertThat(List.of(first, next))
                .allSatisfy(plan -> assertThat(plan)
                        .contains(index)
                        .doesNotContain("Seq Scan")
                        .doesNotContain("Bitmap"));
        assertThat(first).doesNotContain("Sort");
    }

    @Test
    void a_group_is_read_along_its_index() {
        String fingerprint =
                Fingerprint.of("q1", "t1", "a.E1", "\tat a.B.c(B.java:1)", null).word();
        String plan = plan(new LetterQuery(LetterFilter.ALL.ofGroup(fingerprint), "tenant1", LetterState.OPEN, null));

        assertThat(plan).contains("dead_letter_by_fingerprint").doesNotContain("Seq Scan");
    }

    private static String plan(LetterQuery query) {
        return database.jdbi()
                .withHandle(handle -> String.join(
                        "\n",
                        query.bind(handle.createQuery("EXPLAIN " + query.page(Rows.LETTER)))
                                .bind("limit", 50)
                                .bind("budget", 1_000)
                                .mapTo(String.class)
                                .list()));
    }
}
