package io.penstock.store.s3;

import io.penstock.spi.ObjectStoreProvider;
import io.penstock.spi.Setting;
import io.penstock.spi.SettingValues;
import io.penstock.spi.storage.ObjectBackend;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code s3:} URLs, as soon as an endpoint or a region is configured. */
public final class S3Provider implements ObjectStoreProvider {
    private @Nullable LazyClient client;

    /** For {@link java.util.ServiceLoader}. */
    public S3Provider() {}

    @Override
    public String scheme() {
        return "s3";
    }

    @Override
    public List<Setting<?>> settings() {
        return S3Settings.all();
    }

    @Override
    public String howToConfigure() {
        return "set S3_ENDPOINT or AWS_REGION";
    }

    @Override
    public boolean isConfigured(SettingValues values) {
        return !values.get(S3Settings.ENDPOINT).isEmpty()
                || !values.get(S3Settings.REGION).isEmpty();
    }

    @Override
    public ObjectBackend open(SettingValues values) {
        Access access = new Access(
                values.get(S3Settings.ENDPOINT),
                values.get(S3Settings.REGION),
                new Access.Key(
                        values.get(S3Settings.ACCESS_KEY_ID),
                        values.get(S3Settings.SECRET_ACCESS_KEY),
                        values.get(S3Settings.SESSION_TOKEN)));
        LazyClient opened = new LazyClient(access);
        client = opened;
        return new S3Backend(opened);
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
        }
    }

    /**
     * Where the store is and who asks.
     *
     * @param endpoint empty for Amazon S3
     * @param region may be empty if there is an endpoint
     * @param key may be empty
     */
    record Access(String endpoint, String region, Key key) {

        /** An access key, its secret, and the token of a temporary one; each may be empty. */
        record Key(String id, String secret, String token) {
            Key {
                if (id.isEmpty() != secret.isEmpty()) {
                    throw new IllegalArgumentException(
                            "AWS_ACCESS_KEY_ID: expected it together with AWS_SECRET_ACCESS_KEY, got one of them");
                }
            }

            /** The secrets stay out of logs. */
            @Override
            public String toString() {
                return id;
            }
        }

        Access {
            if (!endpoint.isEmpty() && !endpoint.matches("https?://[^/?#@\\s]+/?")) {
                throw new IllegalArgumentException("S3_ENDPOINT: expected http://host:port or https://host, got "
                        + endpoint.replaceAll("//.*@", "//***@"));
            }
        }

        URI endpointUri() {
            return URI.create(endpoint);
        }

        String regionOrDefault() {
            return region.isEmpty() ? "us-east-1" : region;
        }
    }
}
