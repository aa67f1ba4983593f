package io.penstock.torture.plan;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a numbered job is.
 *
 * @param number from 0
 * @param kind how it behaves and must end
 * @param takes how long its handler works
 * @param failures how often it fails first
 * @param delay how long after it is sent it is due, zero for at once
 * @param user who must be told of its end, null for nobody
 */
public record PlannedJob(
        int number,
        JobKind kind,
        Duration takes,
        int failures,
        Duration delay,
        @Nullable String user) {}
