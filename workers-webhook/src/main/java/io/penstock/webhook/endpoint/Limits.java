package io.penstock.webhook.endpoint;

import java.time.Duration;

/**
 * What one endpoint may take.
 *
 * @param inFlight deliveries at once, from 1
 * @param perSecond deliveries started per second, 0 for any number
 * @param lease how long a delivery may hold its place before its worker counts as dead
 * @param disableAfter how long nothing but failures disables it; zero for never
 */
public record Limits(int inFlight, int perSecond, Duration lease, Duration disableAfter) {}
