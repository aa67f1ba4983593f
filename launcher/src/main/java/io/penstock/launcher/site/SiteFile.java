package io.penstock.launcher.site;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.penstock.launcher.terminal.CommandFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * The file {@code site.json} in a site's folder. It is there from when everything is ready until it was stopped, or,
 * if the owner died, until somebody cleared up.
 *
 * @param folder data and logs of the site
 */
public record SiteFile(Path folder) {
    private static final ObjectMapper JSON =
            JsonMapper.builder().disable(MapperFeature.AUTO_DETECT_IS_GETTERS).build();

    /** What was started here, running or not; empty if nothing was, or if it was stopped. */
    public Optional<Site> read() {
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(path()), Site.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JacksonException e) {
            throw CommandFailure.failed(
                    path() + " is of another version of Penstock; stop the processes that it names, then delete it");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What runs here now. */
    public Optional<Site> readRunning() {
        return read().filter(Site::isUp);
    }

    /** Replaces the file at once, readable for its owner only, as addresses hold passwords. */
    void write(Site site) {
        Path draft = folder.resolve("site.json.new");
        try {
            Files.deleteIfExists(draft);
            Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(draft, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(site));
            Files.move(draft, path(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes the file; does nothing if there is none. */
    public void delete() {
        try {
            Files.deleteIfExists(path());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path path() {
        return folder.resolve("site.json");
    }
}
