package io.penstock.store.s3;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/** The SDK's client, made when it is first needed: it takes a good part of a second and some 30 MB. Thread-safe. */
final class LazyClient implements AutoCloseable {
    private final S3Provider.Access access;
    private final ReentrantLock making = new ReentrantLock();
    private volatile @Nullable S3Client client;

    LazyClient(S3Provider.Access access) {
        this.access = access;
    }

    S3Client get() {
        S3Client known = client;
        if (known != null) {
            return known;
        }
        making.lock();
        try {
            S3Client made = client;
            if (made == null) {
                made = Clients.make(access);
                client = made;
            }
            return made;
        } finally {
            making.unlock();
        }
    }

    @Override
    public void close() {
        S3Client known = client;
        if (known != null) {
            known.close();
        }
    }
}
