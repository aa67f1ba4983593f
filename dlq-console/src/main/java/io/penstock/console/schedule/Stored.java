package io.penstock.console.schedule;

import java.util.List;

/** A row of the table of schedules, as far as this console understands it: another version, or a hand, may have written it. */
sealed interface Stored {
    /** Its id. */
    String id();

    /** A schedule. */
    record Whole(Schedule schedule) implements Stored {
        @Override
        public String id() {
            return schedule.id();
        }
    }

    /**
     * One that nothing can be done with.
     *
     * @param id  its id
     * @param why what is wrong with it, without a value of its own
     */
    record Unreadable(String id, String why) implements Stored {
        /** What went wrong with a schedule, in words that repeat nothing of it. */
        static Unreadable of(String id, RuntimeException wrong) {
            return new Unreadable(
                    id,
                    wrong instanceof InvalidScheduleException known
                            ? String.valueOf(known.getMessage())
                            : wrong.getClass().getSimpleName());
        }
    }

    /** Those that can be read. */
    static List<Schedule> readable(List<Stored> rows) {
        return rows.stream()
                .<Schedule>mapMulti((row, found) -> {
                    if (row instanceof Whole one) {
                        found.accept(one.schedule());
                    }
                })
                .toList();
    }

    /** Those that cannot. */
    static List<Unreadable> unreadable(List<Stored> rows) {
        return rows.stream()
                .<Unreadable>mapMulti((row, found) -> {
                    if (row instanceof Unreadable one) {
                        found.accept(one);
                    }
                })
                .toList();
    }
}
