package io.penstock.internal.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.internal.config.ConfigException;
import io.penstock.spi.storage.ObjectStoreException;
import io.penstock.spi.storage.ObjectStoreException.Reason;
import org.junit.jupiter.api.Test;

class SchemesTest {

    @Test
    void a_scheme_that_is_not_configured_says_how_it_is() {
        assertThat(failure("file:///srv/a"))
                .hasMessage("file:///srv/a: file: is not configured: set OBJECT_STORE_ROOT to the folder that holds the"
                        + " objects")
                .extracting(ObjectStoreException::reason)
                .isEqualTo(Reason.NOT_CONFIGURED);
        assertThat(failure("s3://bucket/key"))
                .hasMessageContaining("worker-store-s3")
                .hasMessageContaining("S3_ENDPOINT");
        assertThat(failure("http://host/a")).hasMessageContaining("PENSTOCK_OUTBOUND_ALLOW_PLAIN");
    }

    @Test
    void other_schemes_are_refused() {
        for (String url : new String[] {"ftp://host/a", "jar:file:///a", "data:,a", "a", "", ":", "gopher://x"}) {
            assertThat(failure(url).reason()).as(url).isEqualTo(Reason.INVALID_URL);
        }
    }

    @Test
    void messages_show_no_password_no_query_and_no_endless_url() {
        assertThat(failure("ftp://user:secret@host/a?token=secret#secret")).hasMessageStartingWith("ftp://host/a: ");
        assertThat(failure("ftp://host/" + "a".repeat(10_000)).getMessage()).hasSizeLessThan(500);
        assertThat(failure("ftp://host/a\nb\u202e")).hasMessageStartingWith("ftp://host/a?b?: ");
    }

    @Test
    void a_root_that_is_no_folder_stops_the_start() {
        for (String root : new String[] {"/nowhere/at/all", "/etc/hostname", "/"}) {
            assertThatThrownBy(() -> Stores.with("--object-store-root=" + root))
                    .as(root)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("OBJECT_STORE_ROOT: expected an existing folder");
        }
    }

    @Test
    void https_objects_are_not_written() {
        assertThat(catchThrowableOfType(
                                ObjectStoreException.class,
                                () -> Stores.with().write("https://host/a", "x/y", out -> out.write(1)))
                        .reason())
                .isEqualTo(Reason.INVALID_URL);
    }

    private static ObjectStoreException failure(String url) {
        return catchThrowableOfType(
                ObjectStoreException.class, () -> Stores.with().open(url, 10));
    }
}
