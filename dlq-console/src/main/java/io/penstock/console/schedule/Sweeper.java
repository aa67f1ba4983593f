package io.penstock.console.schedule;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fires what is due, from the moment it is due. Between two looks it sleeps until the next schedule is due, and never longer than a
 * second's half, so that it sees what another console has added. Each console has one.
 */
final class Sweeper implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Sweeper.class);
    private static final Duration LONGEST_SLEEP = Duration.ofMillis(500);
    private static final Duration WHILE_AWAY = Duration.ofSeconds(1);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(10);

    private final Firing firing;
    private final Clock clock;
    private final Thread thread =
            Thread.ofPlatform().daemon().name("schedule-sweeper").unstarted(this::run);
    private volatile boolean closed;
    private volatile String state = "up";

    Sweeper(Firing firing, Clock clock) {
        this.firing = firing;
        this.clock = clock;
    }

    void start() {
        thread.start();
    }

    /** How it goes, in a few words for people. */
    String state() {
        return state;
    }

    private void run() {
        while (!closed) {
            try {
                Thread.sleep(turn());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Fires what is due; returns for how long there is nothing to do. */
    private Duration turn() {
        try {
            Firing.Sweep sweep = firing.sweep();
            if (sweep.brokerAway()) {
                return away("down; the broker takes no jobs, and what is due waits");
            }
            back();
            return sweep.claimed() == Firing.BATCH ? Duration.ZERO : untilNext();
        } catch (JdbiException e) {
            return away("down; the database does not answer: " + e.getClass().getSimpleName());
        } catch (RuntimeException | Error e) {
            // one schedule that cannot be read must not stop the others for good
            log.error("schedules could not be swept and are tried again", e);
            return away("down; see the log");
        }
    }

    private Duration away(String why) {
        if (state.equals("up")) {
            log.warn("schedules: {}", why);
        }
        state = why;
        return WHILE_AWAY;
    }

    private void back() {
        if (!state.equals("up")) {
            log.info("schedules: up again");
            state = "up";
        }
    }

    private Duration untilNext() {
        Instant next = firing.nextFire();
        if (next == null) {
            return LONGEST_SLEEP;
        }
        Duration left = Duration.between(clock.instant(), next);
        if (left.isNegative()) {
            // what is due is locked by another console, which is about to publish it
            return Duration.ofMillis(20);
        }
        return left.compareTo(LONGEST_SLEEP) < 0 ? left.plusMillis(1) : LONGEST_SLEEP;
    }

    /** Lets what is being published end. */
    @Override
    public void close() {
        closed = true;
        try {
            if (thread.isAlive() && !thread.join(LONGEST_STOP)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
