package io.penstock.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Outcome.Done;
import io.penstock.internal.config.Config;
import io.penstock.internal.storage.Schemes;
import io.penstock.spi.storage.ObjectStore;
import io.penstock.testbed.S3Server;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.WithServers;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

@WithServers(ServerKind.S3)
class S3RoundTripIT {

    @Test
    void a_picture_in_a_bucket_becomes_renditions_in_the_bucket(S3Server server) throws Exception {
        String[] flags = {
            "--s3-endpoint=" + server.endpoint(),
            "--aws-access-key-id=" + server.accessKey(),
            "--aws-secret-access-key=" + server.secretKey()
        };
        String bucket = "s3://" + server.bucket() + "/photos/";
        ObjectStore store = Schemes.open(Config.read(List.of(flags), Map.of()), request -> {
                    throw new UnsupportedOperationException("no test here calls " + request.url());
                })
                .store();
        store.write(bucket + "in.jpg", "image/jpeg", out -> Files.copy(Photographs.largest(), out));

        try (RunningHandler handler = RunningHandler.with(flags)) {
            assertThat(handler.run(
                            "{'source': '%1$sin.jpg', 'renditions': [{'name': 'a', 'width': 200, 'output': '%1$sa.jpg'}]}"
                                    .formatted(bucket)))
                    .isInstanceOfSatisfying(Done.class, done -> {
                        ImageResult result = (ImageResult) done.result();
                        assertThat(result.renditions().getFirst().url()).isEqualTo(bucket + "a.jpg");
                    });
        }

        try (InputStream in = store.open(bucket + "a.jpg", Limits.MAX_BYTES)) {
            assertThat(ImageIO.read(in).getWidth()).isEqualTo(200);
        }
    }
}
