package io.penstock.spi;

import io.micrometer.core.instrument.MeterRegistry;

/** What the process offers to a handler when it starts. Safe to use from any thread. */
public interface HandlerContext {

    /**
     * The configured value of one of the handler's {@link JobHandler#settings()}.
     *
     * @throws IllegalArgumentException if the handler did not declare the setting
     */
    <T> T get(Setting<T> setting);

    /** Where to register the handler's own metrics. */
    MeterRegistry meters();
}
