package io.penstock.store.s3;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedMultipartUpload;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/** One upload in parts. Used by one thread. */
final class Multipart {
    private final S3Client client;
    private final S3Url object;
    private final String uploadId;
    private final List<CompletedPart> parts = new ArrayList<>();

    private Multipart(S3Client client, S3Url object, String uploadId) {
        this.client = client;
        this.object = object;
        this.uploadId = uploadId;
    }

    static Multipart begin(S3Client client, S3Upload.Target target) {
        S3Url object = target.object();
        String uploadId = client.createMultipartUpload(CreateMultipartUploadRequest.builder()
                        .bucket(object.bucket())
                        .key(object.key())
                        .contentType(target.contentType())
                        .build())
                .uploadId();
        return new Multipart(client, object, uploadId);
    }

    void add(Part part) {
        int number = parts.size() + 1;
        String tag = client.uploadPart(
                        UploadPartRequest.builder()
                                .bucket(object.bucket())
                                .key(object.key())
                                .uploadId(uploadId)
                                .partNumber(number)
                                .contentMD5(part.md5())
                                .build(),
                        part.body())
                .eTag();
        parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
    }

    void complete() {
        client.completeMultipartUpload(CompleteMultipartUploadRequest.builder()
                .bucket(object.bucket())
                .key(object.key())
                .uploadId(uploadId)
                .multipartUpload(CompletedMultipartUpload.builder().parts(parts).build())
                .build());
    }

    void abort() {
        client.abortMultipartUpload(AbortMultipartUploadRequest.builder()
                .bucket(object.bucket())
                .key(object.key())
                .uploadId(uploadId)
                .build());
    }
}
