package io.penstock.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.internal.config.ConfigException;
import io.penstock.spi.storage.ObjectStoreException;
import io.penstock.spi.storage.ObjectStoreException.Reason;
import org.junit.jupiter.api.Test;

class S3ProviderTest {

    @Test
    void without_endpoint_and_region_the_scheme_says_how_to_configure_it() {
        assertThat(catchThrowableOfType(
                        ObjectStoreException.class, () -> Stores.with().open("s3://bucket/key", 1)))
                .hasMessage("s3://bucket/key: s3: is not configured: set S3_ENDPOINT or AWS_REGION")
                .extracting(ObjectStoreException::reason)
                .isEqualTo(Reason.NOT_CONFIGURED);
    }

    @Test
    void a_key_without_its_secret_stops_the_start() {
        assertThatThrownBy(() -> Stores.with("--aws-region=eu-central-1", "--aws-access-key-id=id"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("expected it together with AWS_SECRET_ACCESS_KEY");
    }

    @Test
    void an_endpoint_that_is_no_address_of_a_server_stops_the_start_and_shows_no_password() {
        for (String endpoint :
                new String[] {"localhost:9000", "ftp://host", "http://u:secret@host", "http://host/path"}) {
            assertThatThrownBy(() -> Stores.with("--s3-endpoint=" + endpoint))
                    .as(endpoint)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("S3_ENDPOINT: expected")
                    .hasMessageNotContaining("secret");
        }
    }
}
