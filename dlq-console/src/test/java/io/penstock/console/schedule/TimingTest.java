package io.penstock.console.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimingTest {

    /**
     * What happens around each change of the clocks in 2026 and 2027, in the order in which it happens: as the clock shows it, with its
     * offset from UTC.
     */
    @ParameterizedTest(name = "{0}: {1} from {2}")
    @CsvSource(delimiter = '|', textBlock = """
        # clocks put forward, 02:00 to 03:00: what the gap swallows happens at its end
        Europe/Berlin       | 30 2 * * *    | 2026-03-28T12:00 | 29T03:00+02:00 30T02:30+02:00
        Europe/Berlin       | 0 2 * * *     | 2026-03-28T12:00 | 29T03:00+02:00 30T02:00+02:00
        Europe/Berlin       | 0 3 * * *     | 2026-03-28T12:00 | 29T03:00+02:00 30T03:00+02:00
        Europe/Berlin       | 15,45 2,3 * * * | 2026-03-28T12:00 | 29T03:00+02:00 29T03:15+02:00 29T03:45+02:00 30T02:15+02:00
        Europe/Berlin       | 30 2 * * *    | 2027-03-27T12:00 | 28T03:00+02:00 29T02:30+02:00
        # clocks put back, 03:00 to 02:00: what is shown twice happens the first time
        Europe/Berlin       | 30 2 * * *    | 2026-10-24T12:00 | 25T02:30+02:00 26T02:30+01:00
        Europe/Berlin       | 0 3 * * *     | 2026-10-24T12:00 | 25T03:00+01:00 26T03:00+01:00
        Europe/Berlin       | 0,30 2 * * *  | 2026-10-24T12:00 | 25T02:00+02:00 25T02:30+02:00 26T02:00+01:00
        Europe/Berlin       | 30 2 * * *    | 2027-10-30T12:00 | 31T02:30+02:00 01T02:30+01:00
        # every hour: real time, nothing left out and nothing at times that are not
        Europe/Berlin       | 0 * * * *     | 2026-03-29T00:30 | 29T01:00+01:00 29T03:00+02:00 29T04:00+02:00
        Europe/Berlin       | 30 * * * *    | 2026-03-29T01:00 | 29T01:30+01:00 29T03:30+02:00
        Europe/Berlin       | */20 * * * *  | 2026-03-29T01:30 | 29T01:40+01:00 29T03:00+02:00 29T03:20+02:00
        Europe/Berlin       | 0 * * * *     | 2026-10-25T01:30 | 25T02:00+02:00 25T02:00+01:00 25T03:00+01:00
        Europe/Berlin       | */30 * * * *  | 2027-10-31T01:30 | 31T02:00+02:00 31T02:30+02:00 31T02:00+01:00 31T02:30+01:00 31T03:00+01:00
        Europe/Berlin       | 30 */20 * * * * | 2026-10-25T01:50 | 25T02:00:30+02:00 25T02:20:30+02:00 25T02:40:30+02:00 25T02:00:30+01:00
        # every second hour names its hours
        Europe/Berlin       | 0 */2 * * *   | 2026-03-29T00:30 | 29T03:00+02:00 29T04:00+02:00
        Europe/Berlin       | 0 */2 * * *   | 2026-10-25T01:30 | 25T02:00+02:00 25T04:00+01:00
        America/New_York    | 30 2 * * *    | 2026-03-07T12:00 | 08T03:00-04:00 09T02:30-04:00
        America/New_York    | 30 1 * * *    | 2026-10-31T12:00 | 01T01:30-04:00 02T01:30-05:00
        America/New_York    | 30 2 * * *    | 2027-03-13T12:00 | 14T03:00-04:00 15T02:30-04:00
        America/New_York    | 0 1 * * *     | 2027-11-06T12:00 | 07T01:00-04:00 08T01:00-05:00
        America/New_York    | 0 * * * *     | 2026-11-01T00:30 | 01T01:00-04:00 01T01:00-05:00 01T02:00-05:00
        America/New_York    | 0 * * * *     | 2027-03-14T00:30 | 14T01:00-05:00 14T03:00-04:00
        # half an hour only
        Australia/Lord_Howe | 15 2 * * *    | 2026-10-03T12:00 | 04T02:30+11:00 05T02:15+11:00
        Australia/Lord_Howe | 45 1 * * *    | 2026-04-04T12:00 | 05T01:45+11:00 06T01:45+10:30
        Australia/Lord_Howe | 15 2 * * *    | 2027-10-02T12:00 | 03T02:30+11:00 04T02:15+11:00
        Australia/Lord_Howe | 45 1 * * *    | 2027-04-03T12:00 | 04T01:45+11:00 05T01:45+10:30
        Australia/Lord_Howe | */15 * * * *  | 2026-10-04T01:40 | 04T01:45+10:30 04T02:30+11:00 04T02:45+11:00
        Australia/Lord_Howe | */15 * * * *  | 2027-04-04T01:25 | 04T01:30+11:00 04T01:45+11:00 04T01:30+10:30 04T01:45+10:30 04T02:00+10:30
        # no change, on the days on which others have one
        America/Sao_Paulo   | 30 2 * * *    | 2026-10-17T12:00 | 18T02:30-03:00 19T02:30-03:00
        America/Sao_Paulo   | 0 0 * * *     | 2027-02-20T12:00 | 21T00:00-03:00 22T00:00-03:00
        Asia/Kolkata        | 30 2 * * *    | 2026-03-28T12:00 | 29T02:30+05:30 30T02:30+05:30
        UTC                 | 30 2 * * *    | 2026-03-28T12:00 | 29T02:30Z 30T02:30Z
        UTC                 | 0 * * * *     | 2026-10-25T01:30 | 25T02:00Z 25T03:00Z
        # at midnight
        Africa/Cairo        | 30 0 * * *    | 2026-04-23T12:00 | 24T01:00+03:00 25T00:30+03:00
        Africa/Cairo        | 30 23 * * *   | 2026-10-28T12:00 | 28T23:30+03:00 29T23:30+03:00 30T23:30+02:00
        """)
    void the_clock_on_the_wall_is_followed_over_every_change(String zone, String cron, String from, String expected) {
        Timing timing = Timing.Cron.of(cron, zone);
        Instant start = LocalDateTime.parse(from).atZone(ZoneId.of(zone)).toInstant();
        List<String> times = List.of(expected.split(" "));

        assertThat(timing.upcoming(start, times.size()).stream()
                        .map(instant -> shown(instant, zone))
                        .toList())
                .isEqualTo(times);
    }

    private static String shown(Instant instant, String zone) {
        ZonedDateTime time = instant.atZone(ZoneId.of(zone));
        return "%02dT%s%s".formatted(time.getDayOfMonth(), time.toLocalTime(), time.getOffset());
    }

    @Test
    void whatever_the_pattern_and_the_place_times_go_forward_and_nothing_is_found_twice_or_late() {
        List<String> zones = List.of("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "UTC");
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            String cron = pattern(random);
            Timing timing = Timing.Cron.of(cron, zones.get(random.nextInt(zones.size())));
            Instant from = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(random.nextInt(2 * 365 * 86_400));
            List<Instant> times = timing.upcoming(from, 40);
            assertThat(times).as(cron).isSorted().doesNotHaveDuplicates().hasSize(40);
            Instant between = times.get(20)
                    .plus(Duration.between(times.get(20), times.get(21)).dividedBy(2));
            assertThat(timing.next(between)).as(cron).contains(times.get(21));
            assertThat(timing.latest(times.getFirst(), between)).as(cron).isEqualTo(times.get(20));
        }
    }

    private static String pattern(Random random) {
        List<String> minutes = List.of("0", "30", "*/5", "15,45", "59");
        List<String> hours = List.of("*", "2", "*/3", "1-3", "0,23");
        List<String> days = List.of("* * *", "1,15 * *", "* * 1-5", "L * *", "* 3,10 sun");
        return minutes.get(random.nextInt(5)) + " " + hours.get(random.nextInt(5)) + " " + days.get(random.nextInt(5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "* * * *",
                "* * * * * * *",
                "60 * * * *",
                "* 24 * * *",
                "0 0 30 2 *",
                "0 0 31 4,6 *",
                "0 0 * * 8",
                "a b c d e",
                "*/0 * * * *",
                "5-1 * * * *",
                "* * * * * [PT1H/PT1H]",
                "@daily",
                "1,,2 * * * *",
                "-1 * * * *"
            })
    void what_is_no_cron_expression_is_refused(String cron) {
        assertThatThrownBy(() -> Timing.Cron.of(cron, "UTC"))
                .isInstanceOf(InvalidScheduleException.class)
                .hasMessageStartingWith("cron: expected five fields");
    }

    @Test
    void whatever_is_written_for_a_cron_expression_is_soon_read_or_refused() {
        Random random = new Random(11);
        String letters = "0123456789*/,-L ";
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            int read = 0;
            for (int i = 0; i < 20_000; i++) {
                String cron = random.ints(5, 0, 3)
                        .mapToObj(length -> random.ints(length + 1, 0, letters.length())
                                .mapToObj(at -> String.valueOf(letters.charAt(at)))
                                .collect(Collectors.joining()))
                        .collect(Collectors.joining(" "));
                read += isReadAndEndless(cron) ? 1 : 0;
            }
            assertThat(read).isPositive();
        });
    }

    private static boolean isReadAndEndless(String cron) {
        try {
            Timing timing = Timing.Cron.of(cron, "Europe/Berlin");
            assertThat(timing.upcoming(Instant.EPOCH, 3)).as(cron).hasSize(3).isSorted();
            return true;
        } catch (InvalidScheduleException refused) {
            return false;
        }
    }

    @Test
    void what_is_no_place_is_refused() {
        assertThatThrownBy(() -> Timing.Cron.of("0 2 * * *", "Mars/Olympus_Mons"))
                .hasMessage("zone: expected a time zone such as Europe/Berlin or UTC");
    }

    @Test
    void an_interval_is_counted_from_its_beginning_however_much_was_missed() {
        Instant from = Instant.parse("2026-11-28T10:00:00.250Z");
        Timing timing = new Timing.Every(Duration.ofMinutes(5), from);

        assertThat(timing.next(from.minusSeconds(3_600))).contains(from);
        assertThat(timing.next(from)).contains(from.plusSeconds(300));
        assertThat(timing.next(from.plusSeconds(301))).contains(from.plusSeconds(600));
        assertThat(timing.latest(from, from.plus(Duration.ofDays(3_000)).plusSeconds(299)))
                .isEqualTo(from.plus(Duration.ofDays(3_000)));
        assertThat(timing.latest(from, from.minusSeconds(5))).isEqualTo(from);
    }

    @Test
    void a_cron_expression_finds_its_last_time_though_a_year_of_seconds_was_missed() {
        Timing timing = Timing.Cron.of("* * * * * *", "Europe/Berlin");
        Instant known = Instant.parse("2026-01-01T00:00:00Z");
        Instant until = Instant.parse("2027-01-01T00:00:00.500Z");

        assertThat(timing.latest(known, until)).isEqualTo(Instant.parse("2027-01-01T00:00:00Z"));
    }

    @Test
    void what_happens_once_happens_once() {
        Instant at = Instant.parse("2026-11-28T10:00:00.123456Z");
        Timing timing = new Timing.Once(at);

        assertThat(timing.next(at.minusSeconds(1))).contains(Instant.parse("2026-11-28T10:00:00.123Z"));
        assertThat(timing.next(at)).isEmpty();
        assertThat(new ArrayList<>(timing.upcoming(at.minusSeconds(1), 5))).hasSize(1);
    }
}
