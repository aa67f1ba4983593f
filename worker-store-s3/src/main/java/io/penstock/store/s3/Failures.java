package io.penstock.store.s3;

import io.penstock.spi.storage.ObjectStoreException;
import io.penstock.spi.storage.ObjectStoreException.Reason;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** What the SDK throws, in our words. */
final class Failures {
    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int SERVER_ERROR = 500;

    private Failures() {}

    static ObjectStoreException of(String url, SdkException failure) {
        if (!(failure instanceof AwsServiceException answer)) {
            return new ObjectStoreException(
                    Reason.UNAVAILABLE, url, "S3 did not answer: " + failure.getMessage(), failure);
        }
        String code = answer.awsErrorDetails() == null
                ? ""
                : " " + answer.awsErrorDetails().errorCode();
        return new ObjectStoreException(reasonOf(answer), url, "S3 answered " + answer.statusCode() + code, failure);
    }

    private static Reason reasonOf(AwsServiceException answer) {
        int status = answer.statusCode();
        if (status == NOT_FOUND) {
            return Reason.NOT_FOUND;
        }
        boolean later = status >= SERVER_ERROR
                || status == TOO_MANY_REQUESTS
                || status == REQUEST_TIMEOUT
                || answer.isThrottlingException()
                || answer.isClockSkewException();
        return later ? Reason.UNAVAILABLE : Reason.REFUSED;
    }
}
