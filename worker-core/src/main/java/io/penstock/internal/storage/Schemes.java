package io.penstock.internal.storage;

import io.penstock.internal.config.ConfigException;
import io.penstock.internal.config.OutsideSettings;
import io.penstock.spi.ObjectStoreProvider;
import io.penstock.spi.Setting;
import io.penstock.spi.SettingValues;
import io.penstock.spi.http.OutboundHttp;
import io.penstock.spi.storage.ObjectBackend;
import io.penstock.spi.storage.ObjectStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** The URL schemes of objects that this process can have, and those that are configured. */
public final class Schemes implements AutoCloseable {
    private static final String S3 = "put worker-store-s3 on the class path, and set S3_ENDPOINT or AWS_REGION";

    private final List<ObjectStoreProvider> opened = new ArrayList<>();
    private final Map<String, ObjectBackend> backends = new HashMap<>();
    private final Map<String, String> howToConfigure = new HashMap<>(Map.of("s3", S3));

    private Schemes() {}

    /** What providers on the class path read. */
    public static List<Setting<?>> settings() {
        return providers().stream()
                .flatMap(provider -> provider.settings().stream())
                .toList();
    }

    /**
     * Opens those that are configured.
     *
     * @throws ConfigException if one of them is configured wrongly
     */
    public static Schemes open(SettingValues values, OutboundHttp http) {
        Schemes schemes = new Schemes();
        HttpsBackend https = new HttpsBackend(http, values.get(OutsideSettings.OBJECT_STORE_HTTP_TIMEOUT));
        schemes.backends.put("https", https);
        if (values.get(OutsideSettings.OUTBOUND_ALLOW_PLAIN)) {
            schemes.backends.put("http", https);
        }
        schemes.howToConfigure.put("http", "set PENSTOCK_OUTBOUND_ALLOW_PLAIN=true, or use https:");
        schemes.add(new FileProvider(), values);
        providers().forEach(provider -> schemes.add(provider, values));
        return schemes;
    }

    private static List<ObjectStoreProvider> providers() {
        return ServiceLoader.load(ObjectStoreProvider.class, Schemes.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    private void add(ObjectStoreProvider provider, SettingValues values) {
        howToConfigure.put(provider.scheme(), provider.howToConfigure());
        if (!provider.isConfigured(values)) {
            return;
        }
        try {
            backends.put(provider.scheme(), provider.open(values));
            opened.add(provider);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(String.valueOf(e.getMessage()));
        }
    }

    /** All of them behind one door. */
    public ObjectStore store() {
        return new ObjectStores(Map.copyOf(backends), Map.copyOf(howToConfigure));
    }

    @Override
    public void close() {
        opened.forEach(ObjectStoreProvider::close);
    }
}
