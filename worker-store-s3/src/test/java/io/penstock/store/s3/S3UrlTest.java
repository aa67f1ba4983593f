package io.penstock.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.spi.storage.ObjectStoreException;
import io.penstock.spi.storage.ObjectStoreException.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

class S3UrlTest {

    @Test
    void bucket_and_key_are_taken_as_they_are_written() throws ObjectStoreException {
        assertThat(S3Url.parse("s3://acme-1.objects/a/b c/Grüße+1.pdf"))
                .isEqualTo(new S3Url("acme-1.objects", "a/b c/Grüße+1.pdf"));
        assertThat(S3Url.parse("s3://abc/..a/b..c/.hidden").key()).isEqualTo("..a/b..c/.hidden");
    }

    @Test
    void urls_that_others_may_read_differently_are_refused() {
        for (String url : List.of(
                "s3://bucket",
                "s3://bucket/",
                "s3:///key",
                "s3://b/key",
                "s3://Bucket/key",
                "s3://user:secret@bucket/key",
                "s3://bucket:80/key",
                "S3://bucket/key",
                "s3:/bucket/key",
                "s3://bucket//key",
                "s3://bucket/a//b",
                "s3://bucket/a/",
                "s3://bucket/../other/key",
                "s3://bucket/a/../b",
                "s3://bucket/a/./b",
                "s3://bucket/..",
                "s3://bucket/%2e%2e/key",
                "s3://bucket/a%2fb",
                "s3://bucket/a?versionId=1",
                "s3://bucket/a#b",
                "s3://bucket/a\\b",
                "s3://bucket/a\0b",
                "s3://bucket/a\nb",
                "s3://bucket/" + "ü".repeat(513))) {
            assertThat(catchThrowableOfType(ObjectStoreException.class, () -> S3Url.parse(url))
                            .reason())
                    .as(url)
                    .isEqualTo(Reason.INVALID_URL);
        }
    }
}
