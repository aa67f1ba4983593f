package io.penstock.internal.plugin;

import io.penstock.internal.config.OutsideSettings;
import io.penstock.internal.http.GuardedHttp;
import io.penstock.internal.storage.Schemes;
import io.penstock.spi.Setting;
import io.penstock.spi.SettingValues;
import io.penstock.spi.http.OutboundHttp;
import io.penstock.spi.storage.ObjectStore;
import java.util.ArrayList;
import java.util.List;

/** What plug-ins may read, write and call outside the process; opened once and shared by all of them. */
public final class Outside implements AutoCloseable {
    private final GuardedHttp http;
    private final Schemes schemes;
    private final ObjectStore objects;

    private Outside(GuardedHttp http, Schemes schemes) {
        this.http = http;
        this.schemes = schemes;
        this.objects = schemes.store();
    }

    /** All settings that {@link #open} reads. */
    public static List<Setting<?>> settings() {
        List<Setting<?>> settings = new ArrayList<>(OutsideSettings.all());
        settings.addAll(Schemes.settings());
        return settings;
    }

    /**
     * Opens what is configured; connects to nothing.
     *
     * @throws io.penstock.internal.config.ConfigException if something is configured wrongly
     */
    public static Outside open(SettingValues values) {
        GuardedHttp http = GuardedHttp.of(
                values.get(OutsideSettings.OUTBOUND_ALLOW_NETWORKS), values.get(OutsideSettings.OUTBOUND_ALLOW_PLAIN));
        return new Outside(http, Schemes.open(values, http));
    }

    ObjectStore objects() {
        return objects;
    }

    OutboundHttp http() {
        return http;
    }

    @Override
    public void close() {
        schemes.close();
        http.close();
    }
}
