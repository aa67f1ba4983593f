package io.penstock.store.s3;

import io.penstock.internal.config.Config;
import io.penstock.internal.storage.Schemes;
import io.penstock.spi.storage.ObjectStore;
import io.penstock.testbed.S3Server;
import java.util.List;
import java.util.Map;

/** Object stores as a worker with these flags has them. */
final class Stores {
    private Stores() {}

    static ObjectStore with(String... flags) {
        return Schemes.open(Config.read(List.of(flags), Map.of()), request -> {
                    throw new UnsupportedOperationException("no test here calls " + request.url());
                })
                .store();
    }

    static ObjectStore on(S3Server server) {
        return with(flags(server.endpoint(), server.accessKey(), server.secretKey()));
    }

    static String[] flags(String endpoint, String accessKey, String secretKey) {
        return new String[] {
            "--s3-endpoint=" + endpoint, "--aws-access-key-id=" + accessKey, "--aws-secret-access-key=" + secretKey
        };
    }
}
