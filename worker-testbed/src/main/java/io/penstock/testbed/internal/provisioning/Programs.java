package io.penstock.testbed.internal.provisioning;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The programs on this machine.
 *
 * @param folders where to look, in this order
 */
public record Programs(List<Path> folders) {
    private static final List<String> USUAL = List.of(
            "/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/opt/homebrew/sbin", "/opt/homebrew/bin");

    /** Looks in the search path, then where servers usually are though users' search paths leave it out. */
    public static Programs ofThisMachine() {
        String searchPath = System.getenv().getOrDefault("PATH", "");
        return new Programs(Stream.concat(Stream.of(searchPath.split(File.pathSeparator, -1)), USUAL.stream())
                .filter(folder -> !folder.isEmpty())
                .map(Path::of)
                .distinct()
                .toList());
    }

    /** The program {@code name}, if it is there. */
    public Optional<Path> find(String name) {
        return find(folders.stream(), name).findFirst();
    }

    /** The server program of {@code software}, if it is there and can be run as any user. */
    Optional<Path> find(Software software) {
        Stream<Path> all = folders.isEmpty()
                ? Stream.empty()
                : Stream.concat(foldersOf(software.packageFolder()), folders.stream());
        return find(all, software.program())
                .filter(file -> !file.toString().equals(software.wrapper()))
                .findFirst();
    }

    /** Newest version first. */
    private static Stream<Path> foldersOf(String pattern) {
        int version = pattern.indexOf('*');
        if (version < 0) {
            return Stream.of(Path.of(pattern));
        }
        File[] versions = Path.of(pattern.substring(0, version)).toFile().listFiles();
        return Stream.of(versions == null ? new File[0] : versions)
                .sorted(Comparator.comparing(File::getName, Programs::byNumber).reversed())
                .map(each -> each.toPath().resolve(pattern.substring(version + 2)));
    }

    private static int byNumber(String one, String other) {
        int length = Integer.compare(one.length(), other.length());
        return length == 0 ? one.compareTo(other) : length;
    }

    private static Stream<Path> find(Stream<Path> folders, String name) {
        return folders.map(folder -> folder.resolve(name)).filter(Files::isExecutable);
    }
}
