package io.penstock.console.letter;

import static io.penstock.console.letter.SampleLetters.START;
import static io.penstock.console.letter.SampleLetters.letter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.penstock.console.letter.SampleLetters.Kind;
import io.penstock.console.store.Database;
import io.penstock.console.store.Dialect;
import io.penstock.console.store.TestDatabases;
import io.penstock.testbed.PostgresServer;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.WithServers;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@WithServers(ServerKind.POSTGRES)
@ParameterizedClass
@EnumSource(Dialect.class)
class LettersIT {
    private static final Clock CLOCK = Clock.fixed(START.plus(Duration.ofHours(1)), ZoneOffset.UTC);

    private final Dialect dialect;
    private Database database;
    private Letters letters;

    LettersIT(Dialect dialect) {
        this.dialect = dialect;
    }

    @BeforeEach
    void open(PostgresServer postgres) {
        database = TestDatabases.open(dialect, postgres);
        letters = new Letters(database.jdbi());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void what_was_added_is_found_as_it_was() {
        NewLetter letter = letter(Kind.USUAL.of("acme"));
        add(letter);

        DeadLetter found = only(filter("tenant", "acme"));
        assertThat(found.job()).isEqualTo(letter.job());
        assertThat(found.death()).isEqualTo(letter.death());
        assertThat(found.fingerprint()).isEqualTo(letter.fingerprint().word());
        assertThat(found.status())
                .isEqualTo(new DeadLetter.Status(LetterState.OPEN, CLOCK.instant(), null, null, null));
        LetterContent content = letters.content(TenantScope.ALL, found.id()).orElseThrow();
        assertThat(content.body()).isEqualTo(letter.content().body());
        assertThat(content.envelope().wire())
                .isEqualTo(letter.content().envelope().wire());
        assertThat(letters.find(TenantScope.ALL, found.id())).contains(found);
        assertThat(letters.ofJob(TenantScope.ALL, letter.job().id())).containsExactly(found);
    }

    @Test
    void the_same_dead_letter_delivered_again_is_one_row() {
        NewLetter twice = letter(Kind.USUAL);
        NewLetter once = letter(Kind.USUAL);

        assertThat(add(twice, once, twice)).hasSize(2);
        assertThat(add(twice)).isEmpty();

        assertThat(letters.count(TenantScope.ALL, LetterFilter.ALL)).isEqualTo(new Count(2, true));
        assertThat(openIn(groups().getFirst())).isEqualTo(2);
    }

    @Test
    void pages_show_each_of_them_once_newest_first_whatever_state_they_are_in() {
        List<Long> ids = add(IntStream.range(0, 40)
                .mapToObj(i -> letter(Kind.USUAL.at(START.plusSeconds(i / 4))))
                .toArray(NewLetter[]::new));
        archive(ids.subList(10, 30));

        List<DeadLetter> seen = new ArrayList<>();
        Cursor next = null;
        do {
            LetterPage page = letters.page(TenantScope.ALL, LetterFilter.ALL, next, 7);
            seen.addAll(page.letters());
            add(letter(Kind.USUAL.at(START.plusSeconds(1_000)))); // does not disturb
            next = page.next() == null ? null : Cursor.parse(page.next().text());
        } while (next != null);

        assertThat(seen).extracting(DeadLetter::id).doesNotHaveDuplicates().containsAll(ids);
        assertThat(seen.stream().map(Letters::cursorOf)).isSorted();
    }

    @Test
    void each_part_of_a_filter_counts() {
        NewLetter wanted = letter(
                new Kind("pdfs", "pdf.render", "acme", "com.example.Broken", START.plusSeconds(60)),
                "wanted-1",
                "Paper_Jam 100%");
        add(wanted, letter(Kind.USUAL), letter(Kind.USUAL.of("other")));

        for (Map<String, String> each : List.of(
                Map.of("queue", "pdfs"),
                Map.of("type", "pdf.render"),
                Map.of("tenant", "acme"),
                Map.of("error", "com.example.Broken"),
                Map.of("error", "Broken"),
                Map.of("fingerprint", wanted.fingerprint().word()),
                Map.of("since", "2026-11-25T10:16:00Z"),
                Map.of("q", "WANTED"),
                Map.of("q", "example.br"),
                Map.of("q", "paper_jam 100%"),
                Map.of("q", "jam", "queue", "pdfs", "type", "pdf.render", "reason", "attempts_exhausted"))) {
            LetterFilter filter = FilterParameters.parse(each);
            assertThat(only(filter).job().id()).as(each.toString()).isEqualTo("wanted-1");
            assertThat(letters.count(TenantScope.ALL, filter))
                    .as(each.toString())
                    .isEqualTo(new Count(1, true));
        }
        for (Map<String, String> each : List.of(
                Map.of("q", "paperxjam"),
                Map.of("q", "%" + "jam%"),
                Map.of("until", "2026-11-25T10:15:00Z"),
                Map.of("state", "archived,replayed"),
                Map.of("queue", "pdfs", "type", "email.send"))) {
            assertThat(found(FilterParameters.parse(each))).as(each.toString()).isEmpty();
        }
    }

    @Test
    void nobody_sees_or_touches_what_is_another_tenants() {
        List<Long> ids = add(letter(Kind.USUAL.of("acme")), letter(Kind.USUAL.of("other")), letter(Kind.USUAL));
        TenantScope acme = TenantScope.only("acme");

        assertThat(letters.page(acme, LetterFilter.ALL, null, 10).letters())
                .extracting(DeadLetter::id)
                .containsExactly(ids.getFirst());
        assertThat(letters.count(acme, LetterFilter.ALL).value()).isEqualTo(1);
        assertThat(letters.page(acme, filter("tenant", "other"), null, 10).letters())
                .isEmpty();
        assertThat(letters.page(TenantScope.only("acme", "other"), LetterFilter.ALL, null, 10)
                        .letters())
                .hasSize(2);
        assertThat(letters.find(acme, ids.get(1))).isEmpty();
        assertThat(letters.content(acme, ids.get(2))).isEmpty();
        assertThat(new LetterArchive(database, CLOCK).archive(acme, ids).moved())
                .isEqualTo(1);
        LetterGroups groups = new LetterGroups(database.jdbi(), CLOCK);
        assertThat(groups.page(acme, LetterFilter.ALL, null, 10).groups())
                .singleElement()
                .satisfies(group -> {
                    assertThat(group.counts()).containsEntry(LetterState.ARCHIVED, 1L);
                    assertThat(group.cause().example()).isNull();
                });
        assertThat(groups.page(acme, filter("tenant", "other"), null, 10).groups())
                .isEmpty();
        assertThat(groups.find(
                        TenantScope.only("nobody"),
                        letters.find(TenantScope.ALL, ids.getFirst())
                                .orElseThrow()
                                .fingerprint()))
                .isEmpty();
    }

    @Test
    void a_search_that_looks_at_too_many_rows_goes_on_where_it_stopped() {
        NewLetter[] many = IntStream.range(0, 45_000)
                .mapToObj(i -> letter(Kind.USUAL.at(START.plusMillis(i))))
                .toArray(NewLetter[]::new);
        NewLetter oldest = letter(Kind.USUAL.at(START.minusSeconds(1)), "needle", "in a haystack");
        add(oldest);
        for (int i = 0; i < many.length; i += 5_000) {
            add(Arrays.copyOfRange(many, i, i + 5_000));
        }

        LetterPage first = letters.page(TenantScope.ALL, filter("q", "needle"), null, 10);
        assertThat(first.letters()).isEmpty();
        assertThat(first.next()).isNotNull();
        assertThat(found(filter("q", "needle")))
                .extracting(each -> each.job().id())
                .containsExactly("needle");
        assertThat(letters.count(TenantScope.ALL, filter("q", "needle"))).isEqualTo(new Count(0, false));
        assertThat(letters.count(TenantScope.ALL, filter("queue", "emails")).text())
                .isEqualTo("10,000+");
    }

    @Test
    void groups_count_what_there_is_in_each_state() {
        List<Long> ids = add(
                letter(Kind.USUAL.of("acme").at(START.minus(Duration.ofHours(2)))),
                letter(Kind.USUAL.at(START), "j", "the latest"),
                letter(Kind.USUAL.failedBy("a.Other").at(START.minusSeconds(5))));
        archive(List.of(ids.getFirst()));

        List<LetterGroup> groups = groups();
        assertThat(groups).hasSize(2);
        LetterGroup first = groups.getFirst();
        assertThat(first.counts())
                .containsEntry(LetterState.OPEN, 1L)
                .containsEntry(LetterState.ARCHIVED, 1L)
                .containsEntry(LetterState.REPLAYED, 0L);
        assertThat(first.cause())
                .isEqualTo(new LetterGroup.Cause(
                        "emails",
                        "email.send",
                        "attempts_exhausted",
                        "java.io.IOException",
                        "the latest",
                        List.of("a.B.c")));
        assertThat(first.seen().first()).isEqualTo(START.minus(Duration.ofHours(2)));
        assertThat(first.seen().last()).isEqualTo(START);
        assertThat(first.seen().versions()).containsExactly("penstock/0.1.0");
        assertThat(first.seen().hourly()).hasSize(24).endsWith(1L, 0L, 1L, 0L);
        assertThat(talliesAgree()).isTrue();
    }

    @Test
    void groups_come_in_pages_and_by_filter() {
        for (int i = 0; i < 5; i++) {
            add(letter(Kind.USUAL.failedBy("a.Error" + i).at(START.plusSeconds(i))));
        }
        add(letter(Kind.USUAL.in("pdfs").failedBy("a.Error5")));
        LetterGroups groups = new LetterGroups(database.jdbi(), CLOCK);

        Set<String> seen = new HashSet<>();
        String next = null;
        do {
            LetterGroups.Page page = groups.page(TenantScope.ALL, LetterFilter.ALL, next, 2);
            page.groups().forEach(group -> seen.add(group.cause().errorClass()));
            next = page.next();
        } while (next != null);
        assertThat(seen).hasSize(6);
        assertThat(groups.page(TenantScope.ALL, filter("queue", "pdfs"), null, 10)
                        .groups())
                .hasSize(1);
        assertThat(groups.page(TenantScope.ALL, filter("error", "Error3"), null, 10)
                        .groups())
                .hasSize(1);
        assertThat(groups.page(TenantScope.ALL, filter("q", "ERROR4"), null, 10).groups())
                .hasSize(1);
        assertThat(groups.page(TenantScope.ALL, filter("state", "archived"), null, 10)
                        .groups())
                .isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> groups.page(TenantScope.ALL, LetterFilter.ALL, "x", 2));
    }

    @Test
    void a_note_stays_with_its_group() {
        add(letter(Kind.USUAL));
        LetterGroups groups = new LetterGroups(database.jdbi(), CLOCK);
        String fingerprint = groups().getFirst().fingerprint();

        assertThat(groups.note(TenantScope.ALL, fingerprint, "relay is down, ticket 7", "ann"))
                .isTrue();
        assertThat(groups().getFirst().note())
                .isEqualTo(new LetterGroup.Note("relay is down, ticket 7", "ann", CLOCK.instant()));
        assertThat(groups.note(TenantScope.only("acme"), fingerprint, "x", "eve"))
                .isFalse();
        assertThat(groups.note(TenantScope.ALL, fingerprint, " ", "ann")).isTrue();
        assertThat(groups().getFirst().note()).isNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> groups.note(TenantScope.ALL, fingerprint, "x".repeat(4_001), "ann"));
    }

    @Test
    void archiving_is_reversible_and_says_what_it_refused() {
        List<Long> ids = add(letter(Kind.USUAL), letter(Kind.USUAL), letter(Kind.USUAL.in("pdfs")));
        LetterArchive archive = new LetterArchive(database, CLOCK);

        assertThat(archive.archive(TenantScope.ALL, filter("queue", "emails")).moved())
                .isEqualTo(2);
        assertThat(archive.archive(TenantScope.ALL, List.of(ids.getFirst(), ids.getLast(), 987_654L)))
                .isEqualTo(new LetterArchive.Result(
                        1,
                        List.of(
                                new LetterArchive.Refusal(
                                        ids.getFirst(), "it is archived, and only what is open can be moved"),
                                new LetterArchive.Refusal(987_654L, "there is no such dead letter"))));
        assertThat(letters.find(TenantScope.ALL, ids.getFirst())
                        .orElseThrow()
                        .status()
                        .endedAt())
                .isEqualTo(CLOCK.instant());

        assertThat(archive.restore(TenantScope.ALL, LetterFilter.ALL).moved()).isEqualTo(3);
        assertThat(found(filter("state", "open")))
                .hasSize(3)
                .allMatch(each -> each.status().endedAt() == null);
        assertThat(talliesAgree()).isTrue();
    }

    @Test
    void of_two_that_want_the_same_dead_letter_one_gets_it() {
        List<Long> ids = add(IntStream.range(0, 200)
                .mapToObj(i -> letter(Kind.USUAL.of("t" + i % 3)))
                .toArray(NewLetter[]::new));
        LetterStates states = new LetterStates();

        List<Integer> won = IntStream.range(0, 4)
                .parallel()
                .mapToObj(i -> ids.stream()
                        .mapToInt(id -> database.inTransaction(handle -> states.move(
                                        handle, List.of(id), Set.of(LetterState.OPEN), LetterState.REPLAYING, START))
                                .size())
                        .sum())
                .toList();

        assertThat(won.stream().mapToInt(Integer::intValue).sum()).isEqualTo(200);
        assertThat(talliesAgree()).isTrue();
    }

    @Test
    void retention_deletes_what_ended_long_ago_and_never_what_is_open() {
        List<Long> ids = add(
                letter(Kind.USUAL.of("acme")),
                letter(Kind.USUAL),
                letter(Kind.USUAL.failedBy("a.Gone")),
                letter(Kind.USUAL.failedBy("a.Noted")));
        archive(ids.subList(1, 4));
        LetterGroups groups = new LetterGroups(database.jdbi(), CLOCK);
        groups.note(
                TenantScope.ALL,
                letters.find(TenantScope.ALL, ids.get(3)).orElseThrow().fingerprint(),
                "known",
                "ann");

        assertThat(retention(Duration.ofDays(89)).sweep()).isZero();
        assertThat(retention(Duration.ofDays(91)).sweep()).isEqualTo(3);

        assertThat(found(LetterFilter.ALL)).extracting(DeadLetter::id).containsExactly(ids.getFirst());
        assertThat(letters.content(TenantScope.ALL, ids.get(1))).isEmpty();
        assertThat(groups()).hasSize(1);
        assertThat(count("letter_group"))
                .as("one with a letter, one with a note")
                .isEqualTo(2);
        assertThat(talliesAgree()).isTrue();
    }

    @Test
    void a_dead_letter_that_came_back_knows_which_one_was_replayed() {
        List<Long> ids = add(letter(Kind.USUAL), letter(Kind.USUAL));

        database.jdbi().useHandle(handle -> new LetterStates().link(handle, ids.get(1), ids.get(0)));

        assertThat(letters.find(TenantScope.ALL, ids.get(1))
                        .orElseThrow()
                        .status()
                        .replayOf())
                .isEqualTo(ids.getFirst());
    }

    private Retention retention(Duration later) {
        return new Retention(database, Retention.USUAL, Clock.offset(CLOCK, later));
    }

    @Test
    void texts_that_no_database_holds_are_made_to_fit() {
        add(letter(Kind.USUAL, "nul", Texts.cut("a\0b\uD83D".repeat(600), 1_024)));

        assertThat(only(LetterFilter.ALL).death().errorMessage())
                .hasSize(1_024)
                .startsWith("a\uFFFDb\uFFFD")
                .endsWith("…");
    }

    private List<Long> add(NewLetter... some) {
        LetterIntake intake = new LetterIntake(CLOCK);
        return database.inTransaction(handle -> intake.add(handle, List.of(some))).stream()
                .map(LetterIntake.Added::id)
                .toList();
    }

    private void archive(List<Long> ids) {
        assertThat(new LetterArchive(database, CLOCK)
                        .archive(TenantScope.ALL, ids)
                        .moved())
                .isEqualTo(ids.size());
    }

    private static LetterFilter filter(String name, String value) {
        return FilterParameters.parse(Map.of(name, value));
    }

    private List<DeadLetter> found(LetterFilter filter) {
        List<DeadLetter> all = new ArrayList<>();
        letters.forEachPage(TenantScope.ALL, filter, 500, all::addAll);
        return all;
    }

    private DeadLetter only(LetterFilter filter) {
        List<DeadLetter> found = found(filter);
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private List<LetterGroup> groups() {
        return new LetterGroups(database.jdbi(), CLOCK)
                .page(TenantScope.ALL, LetterFilter.ALL, null, 100)
                .groups();
    }

    private static long openIn(LetterGroup group) {
        return group.counts().getOrDefault(LetterState.OPEN, -1L);
    }

    private int count(String table) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT COUNT(*) FROM " + table)
                        .mapTo(Integer.class)
                        .one());
    }

    /** Whether the counts that are kept are those that counting gives. */
    private boolean talliesAgree() {
        for (LetterState state : LetterState.values()) {
            List<Map<String, Object>> wrong = database.jdbi()
                    .withHandle(handle -> handle.createQuery(
                                    "SELECT fingerprint FROM letter_tally t WHERE scope = 'all' AND " + state.word()
                                            + " <> (SELECT COUNT(*) FROM dead_letter d WHERE d.fingerprint = t.fingerprint"
                                            + " AND d.state = '" + state.word() + "')")
                            .mapToMap()
                            .list());
            if (!wrong.isEmpty()) {
                return false;
            }
        }
        return true;
    }
}
