package io.penstock.store.s3;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** The SDK's client, made when it is first needed: it takes a good part of a second and some 30 MB. Thread-safe. */
final class LazyClient implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration SILENCE_LIMIT = Duration.ofSeconds(30);

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
                made = make();
                client = made;
            }
            return made;
        } finally {
            making.unlock();
        }
    }

    private S3Client make() {
        S3ClientBuilder builder = S3Client.builder()
                .region(Region.of(access.regionOrDefault()))
                .credentialsProvider(credentials())
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT_TIMEOUT)
                        .socketTimeout(SILENCE_LIMIT))
                // their trailing form is unknown to many servers; Content-MD5 is known to all and sent with each part
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
        if (!access.endpoint().isEmpty()) {
            builder.endpointOverride(access.endpointUri()).forcePathStyle(true);
        }
        return builder.build();
    }

    private AwsCredentialsProvider credentials() {
        S3Provider.Access.Key key = access.key();
        if (key.id().isEmpty()) {
            return DefaultCredentialsProvider.builder().build();
        }
        AwsCredentials credentials = key.token().isEmpty()
                ? AwsBasicCredentials.create(key.id(), key.secret())
                : AwsSessionCredentials.create(key.id(), key.secret(), key.token());
        return StaticCredentialsProvider.create(credentials);
    }

    @Override
    public void close() {
        S3Client known = client;
        if (known != null) {
            known.close();
        }
    }
}
