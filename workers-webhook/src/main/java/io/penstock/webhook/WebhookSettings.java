package io.penstock.webhook;

import io.penstock.spi.Setting;
import io.penstock.spi.SettingValues;
import io.penstock.webhook.endpoint.Limits;
import java.time.Duration;
import java.util.List;

/** What an operator can set. */
final class WebhookSettings {
    static final Setting<Duration> TIMEOUT = Setting.duration(
            "PENSTOCK_WEBHOOK_TIMEOUT",
            "15s",
            Duration.ofSeconds(1),
            Duration.ofMinutes(2),
            "How long one delivery may take, from the look-up of the host to the end of the response");
    static final Setting<Integer> IN_FLIGHT = Setting.integer(
            "PENSTOCK_WEBHOOK_ENDPOINT_CONCURRENCY", 5, 1, 1_000, "Deliveries to one endpoint at once, of all workers");
    static final Setting<Integer> RATE = Setting.integer(
            "PENSTOCK_WEBHOOK_ENDPOINT_RATE",
            0,
            0,
            1_000,
            "Deliveries to one endpoint that may start per second, of all workers; 0: any number");
    static final Setting<Duration> DISABLE_AFTER = Setting.duration(
            "PENSTOCK_WEBHOOK_DISABLE_AFTER", "5d", "Nothing but failures for so long disables an endpoint; 0s: never");
    static final List<Setting<?>> ALL = List.of(TIMEOUT, IN_FLIGHT, RATE, DISABLE_AFTER);

    /** The worker of a delivery that lasts so much longer than it may is dead. */
    private static final Duration LEASE_RESERVE = Duration.ofSeconds(15);

    private WebhookSettings() {}

    static Limits limits(SettingValues values) {
        return new Limits(
                values.get(IN_FLIGHT),
                values.get(RATE),
                values.get(TIMEOUT).plus(LEASE_RESERVE),
                values.get(DISABLE_AFTER));
    }
}
