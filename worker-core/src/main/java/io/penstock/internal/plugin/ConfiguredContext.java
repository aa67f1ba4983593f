package io.penstock.internal.plugin;

import io.micrometer.core.instrument.MeterRegistry;
import io.penstock.internal.config.Config;
import io.penstock.spi.EventStream;
import io.penstock.spi.HandlerContext;
import io.penstock.spi.JobHandler;
import io.penstock.spi.Setting;
import io.penstock.spi.http.OutboundHttp;
import io.penstock.spi.state.SharedState;
import io.penstock.spi.storage.ObjectStore;

/**
 * What a handler gets when it starts: its own settings and nobody else's.
 *
 * @param handler whose settings may be read
 * @param config where they are read from
 * @param meters where metrics are registered
 * @param outside what lies outside the process
 * @param shared what the process shares with its handlers
 */
public record ConfiguredContext(
        JobHandler<?> handler, Config config, MeterRegistry meters, Outside outside, Shared shared)
        implements HandlerContext {

    /** Where handlers tell events, and what they know of other workers. */
    public record Shared(EventStream events, SharedState state) {}

    @Override
    public <T> T get(Setting<T> setting) {
        if (handler.settings().stream().noneMatch(declared -> declared.name().equals(setting.name()))) {
            throw new IllegalArgumentException("setting " + setting.name() + ": expected one that "
                    + handler.getClass().getName() + " declares in settings()");
        }
        return config.get(setting);
    }

    @Override
    public ObjectStore objects() {
        return outside.objects();
    }

    @Override
    public OutboundHttp http() {
        return outside.http();
    }

    @Override
    public EventStream events() {
        return shared.events();
    }

    @Override
    public SharedState state() {
        return shared.state();
    }
}
