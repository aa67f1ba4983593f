package io.penstock.console.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
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
    void another_kind_of_database_is_refused_by_name() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Dialect.of("jdbc:mysql://localhost/console"))
                .withMessageContaining("jdbc:postgresql://host/name");
    }
}
