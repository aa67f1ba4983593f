package io.penstock.console.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {

    @TempDir
    Path folder;

    @Test
    void a_new_file_gets_the_schema_and_an_old_one_keeps_its_rows() {
        var settings = new DatabaseSettings("jdbc:h2:file:" + folder.resolve("console"), "", "", 2);
        try (var database = Database.open(settings)) {
            assertThat(count(database)).isZero();
        }
        try (var database = Database.open(settings)) {
            assertThat(count(database)).isZero();
        }
    }

    private static int count(Database database) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT count(*) FROM dead_letter")
                        .mapTo(Integer.class)
                        .one());
    }

    @Test
    void no_message_of_a_failure_tells_what_was_bound() {
        var settings = new DatabaseSettings("jdbc:h2:file:" + folder.resolve("console"), "", "", 2);
        try (var database = Database.open(settings)) {
            assertThatThrownBy(() -> database.jdbi()
                            .useHandle(handle -> handle.createUpdate("INSERT INTO no_such_table VALUES (:secret)")
                                    .bind("secret", "whsec_1234")
                                    .execute()))
                    .isInstanceOf(JdbiException.class)
                    .hasMessageNotContaining("whsec_1234");
        }
    }

    @Test
    void another_kind_of_database_is_refused_by_name() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Dialect.of("jdbc:mysql://localhost/console"))
                .withMessageContaining("jdbc:postgresql://host/name");
    }
}
