package io.penstock.internal.storage;

import io.penstock.internal.config.Config;
import io.penstock.internal.config.OutsideSettings;
import io.penstock.internal.http.GuardedHttp;
import io.penstock.spi.storage.ObjectStore;
import java.util.List;
import java.util.Map;

/** Object stores as a worker with these flags has them. */
final class Stores {
    private Stores() {}

    static ObjectStore with(String... flags) {
        Config config = Config.read(List.of(flags), Map.of());
        GuardedHttp http = GuardedHttp.of(
                config.get(OutsideSettings.OUTBOUND_ALLOW_NETWORKS), config.get(OutsideSettings.OUTBOUND_ALLOW_PLAIN));
        return Schemes.open(config, http).store();
    }
}
