package io.penstock.launcher.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.launcher.terminal.CommandFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteFileTest {
    private static final Addresses ADDRESSES = new Addresses(
            "amqp://u:p@127.0.0.1:1",
            "http://127.0.0.1:2",
            "redis://127.0.0.1:3/9",
            "127.0.0.1:4",
            "smtp://127.0.0.1:5",
            "http://127.0.0.1:6");

    @TempDir
    private Path folder;

    private static Site siteOf(RunningProcess owner) {
        return new Site(
                owner, new RunningProcess("worker", 1, 2), List.of(new RunningProcess("server", 3, 4)), ADDRESSES);
    }

    @Test
    void what_was_written_is_read_again_and_found_running() {
        SiteFile file = new SiteFile(folder);
        Site site = siteOf(RunningProcess.of("launcher", ProcessHandle.current()));

        file.write(site);

        assertThat(file.read()).contains(site);
        assertThat(file.readRunning()).contains(site);
    }

    @Test
    void a_site_whose_owner_died_is_not_running() {
        SiteFile file = new SiteFile(folder);

        file.write(siteOf(new RunningProcess("launcher", ProcessHandle.current().pid(), 0)));

        assertThat(file.read()).isPresent();
        assertThat(file.readRunning()).isEmpty();
    }

    @Test
    void only_the_owner_may_read_the_passwords_in_it() throws Exception {
        new SiteFile(folder).write(siteOf(new RunningProcess("launcher", 1, 0)));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("site.json"))))
                .isEqualTo("rw-------");
    }

    @Test
    void no_file_means_that_nothing_was_started() {
        SiteFile file = new SiteFile(folder);

        file.delete();

        assertThat(file.read()).isEmpty();
    }

    @Test
    void a_file_of_another_version_is_refused_with_its_path() throws Exception {
        Files.writeString(folder.resolve("site.json"), "{\"color\":\"green\"}");

        assertThatThrownBy(() -> new SiteFile(folder).read())
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("site.json")
                .hasMessageContaining("another version");
    }
}
