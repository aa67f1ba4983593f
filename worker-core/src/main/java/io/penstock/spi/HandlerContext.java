package io.penstock.spi;

import io.micrometer.core.instrument.MeterRegistry;
import io.penstock.spi.http.OutboundHttp;
import io.penstock.spi.state.SharedState;
import io.penstock.spi.storage.ObjectStore;

/** What the process offers to a handler when it starts. Safe to use from any thread. */
public interface HandlerContext extends SettingValues {

    /**
     * The configured value of one of the handler's {@link JobHandler#settings()}.
     *
     * @throws IllegalArgumentException if the handler did not declare the setting
     */
    @Override
    <T> T get(Setting<T> setting);

    /** Where to register the handler's own metrics. */
    MeterRegistry meters();

    /** The objects that jobs name by URL. Shared by all handlers of the process, which closes it. */
    ObjectStore objects();

    /** HTTP calls to hosts that jobs name. Shared by all handlers of the process, which closes it. */
    OutboundHttp http();

    /** Events beside those that the runtime tells of each job by itself. */
    EventStream events();

    /** What all replicas of a worker should know of each other. Shared by all handlers of the process, which closes it. */
    SharedState state();
}
