package io.penstock.console.schedule;

import static io.penstock.console.schedule.SampleSchedules.due;
import static io.penstock.console.schedule.SampleSchedules.policy;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TurnTest {
    private static final Instant START = Instant.parse("2026-11-28T10:00:00Z");
    private static final Timing EVERY_10_S = new Timing.Every(Duration.ofSeconds(10), START);

    private static Turn turn(CatchUp catchUp, Instant now) {
        return Turn.of(due(EVERY_10_S, policy(catchUp), START), now, true);
    }

    @Test
    void in_time_each_policy_runs_the_job_once() {
        for (CatchUp catchUp : CatchUp.values()) {
            assertThat(turn(catchUp, START.plusMillis(3)))
                    .isEqualTo(new Turn(List.of(START), 0, START.plusSeconds(10)));
        }
    }

    @Test
    void all_runs_each_missed_time_in_batches_and_oldest_first() {
        Turn turn = turn(CatchUp.ALL, START.plusSeconds(10_000));

        assertThat(turn.runs())
                .isEqualTo(IntStream.range(0, Turn.MOST_RUNS)
                        .mapToObj(i -> START.plusSeconds(10L * i))
                        .toList());
        assertThat(turn.next()).isEqualTo(START.plusSeconds(10L * Turn.MOST_RUNS));
        assertThat(turn(CatchUp.ALL, START.plusSeconds(25)).runs())
                .containsExactly(START, START.plusSeconds(10), START.plusSeconds(20));
    }

    @Test
    void once_runs_for_the_last_missed_time_however_long_ago() {
        assertThat(turn(CatchUp.ONCE, START.plusSeconds(100_009)))
                .isEqualTo(new Turn(List.of(START.plusSeconds(100_000)), 1, START.plusSeconds(100_010)));
        Timing daily = Timing.Cron.of("0 10 * * *", "UTC");
        assertThat(Turn.of(due(daily, policy(CatchUp.ONCE), START), START.plus(Duration.ofHours(20)), true)
                        .runs())
                .containsExactly(START);
    }

    @Test
    void skip_leaves_out_what_is_late_by_more_than_a_minute() {
        Timing daily = Timing.Cron.of("0 10 * * *", "UTC");
        Schedule schedule = due(daily, policy(CatchUp.SKIP), START);

        assertThat(Turn.of(schedule, START.plusSeconds(59), true).runs()).containsExactly(START);
        assertThat(Turn.of(schedule, START.plusSeconds(61), true))
                .isEqualTo(new Turn(List.of(), 1, START.plus(Duration.ofDays(1))));
        assertThat(turn(CatchUp.SKIP, START.plusSeconds(12_345)).runs()).containsExactly(START.plusSeconds(12_340));
    }

    @Test
    void a_run_that_goes_on_keeps_the_next_one_away_but_not_for_ever() {
        Policy policy = new Policy(CatchUp.ONCE, Overlap.SKIP, Duration.ofMinutes(5), Duration.ZERO);
        Schedule busy = due(EVERY_10_S, policy, START, new Schedule.Run("schedule:x", START.minusSeconds(10)));

        assertThat(Turn.of(busy, START, true)).isEqualTo(new Turn(List.of(), 1, START.plusSeconds(10)));
        assertThat(Turn.of(busy, START.plusSeconds(290), true).runs()).containsExactly(START.plusSeconds(290));
        assertThat(Turn.of(due(EVERY_10_S, policy, START), START, true).runs()).containsExactly(START);
    }

    @Test
    void nothing_is_left_out_over_a_run_that_may_have_ended() {
        Policy policy = new Policy(CatchUp.ONCE, Overlap.SKIP, Duration.ofMinutes(5), Duration.ZERO);
        Schedule busy = due(EVERY_10_S, policy, START, new Schedule.Run("schedule:x", START.minusSeconds(10)));

        Turn turn = Turn.of(busy, START.plusSeconds(25), false);
        assertThat(turn).isEqualTo(new Turn(List.of(), 0, START));
        assertThat(turn.isPutOff(busy)).isTrue();
        assertThat(Turn.of(due(EVERY_10_S, policy, START), START, false).runs()).containsExactly(START);
    }

    @Test
    void jitter_is_the_same_for_each_console_and_spreads_evenly() {
        Policy policy = new Policy(CatchUp.ALL, Overlap.ALLOW, Duration.ofHours(1), Duration.ofSeconds(10));
        Schedule schedule = due(EVERY_10_S, policy, START);
        List<Long> waits = IntStream.range(0, 1_000)
                .mapToObj(i -> START.plusSeconds(10L * i))
                .map(due -> Duration.between(due, Turn.fireAt(schedule, due)).toMillis())
                .toList();

        assertThat(waits).allSatisfy(wait -> assertThat(wait).isBetween(0L, 10_000L));
        assertThat(waits.stream().mapToLong(Long::longValue).average().orElseThrow())
                .isBetween(4_500.0, 5_500.0);
        assertThat(Turn.fireAt(schedule, START)).isEqualTo(Turn.fireAt(schedule, START));
    }

    @Test
    void a_job_that_runs_once_is_never_too_late_and_always_the_same() {
        Schedule schedule = due(new Timing.Once(START), Policy.USUAL, START);
        Turn turn = Turn.of(schedule, START.plus(Duration.ofDays(30)), true);

        assertThat(turn).isEqualTo(new Turn(List.of(START), 0, null));
        assertThat(turn.jobFor(schedule, START)).isEqualTo("schedule:" + schedule.id());
        assertThat(Turn.fireAt(schedule, START)).isEqualTo(START.plus(Turn.GRACE));
    }

    @Test
    void the_id_of_a_job_says_schedule_and_time_and_is_one_that_a_job_may_have() {
        Schedule schedule = due(EVERY_10_S, policy(CatchUp.ALL), START);
        String id = turn(CatchUp.ALL, START).jobFor(schedule, START.plusMillis(7));

        assertThat(id)
                .isEqualTo("schedule:" + schedule.id() + ":2026-11-28T10:00:00.007Z")
                .matches("[A-Za-z0-9._:-]{1,128}");
        assertThat(ScheduleId.scheduleOf(id)).isEqualTo(schedule.id());
    }
}
