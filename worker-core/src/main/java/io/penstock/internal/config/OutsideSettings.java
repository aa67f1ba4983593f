package io.penstock.internal.config;

import io.penstock.internal.http.AddressPolicy;
import io.penstock.spi.Setting;
import java.time.Duration;
import java.util.List;

/** The settings of what jobs may read, write and call outside: objects and HTTP servers. */
public final class OutsideSettings {
    private OutsideSettings() {}

    public static final Setting<String> OBJECT_STORE_ROOT =
            Setting.text("OBJECT_STORE_ROOT", "", "Folder whose files file: URLs may name; empty: none");
    public static final Setting<Duration> OBJECT_STORE_HTTP_TIMEOUT =
            Setting.duration("OBJECT_STORE_HTTP_TIMEOUT", "60s", "How long reading one https: object may take in all");
    public static final Setting<AddressPolicy> OUTBOUND_ALLOW_NETWORKS = new Setting<>(
            "PENSTOCK_OUTBOUND_ALLOW_NETWORKS",
            "",
            false,
            "Private networks that jobs may call all the same, 10.1.0.0/16,fd00::/8,…; empty: the public internet only",
            AddressPolicy::parse);
    public static final Setting<Boolean> OUTBOUND_ALLOW_PLAIN =
            Setting.bool("PENSTOCK_OUTBOUND_ALLOW_PLAIN", false, "Whether jobs may use http: besides https:");

    /** All of them, in the order in which they are printed. */
    public static List<Setting<?>> all() {
        return List.of(OBJECT_STORE_ROOT, OBJECT_STORE_HTTP_TIMEOUT, OUTBOUND_ALLOW_NETWORKS, OUTBOUND_ALLOW_PLAIN);
    }
}
