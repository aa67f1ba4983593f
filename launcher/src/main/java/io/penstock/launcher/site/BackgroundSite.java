package io.penstock.launcher.site;

import io.penstock.launcher.terminal.CommandFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Starts a site in a process that outlives this one. */
public final class BackgroundSite {
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private BackgroundSite() {}

    /**
     * Starts it and waits until everything is ready. If this process ends before that, for example by Ctrl-C, the site
     * is stopped, too.
     *
     * @param tell is told what the other process prints meanwhile
     */
    public static Site start(SiteFile file, boolean allowInstall, Consumer<String> tell) {
        Path log = file.folder().resolve("site.log");
        Process process = launch(file.folder(), allowInstall, log);
        Thread abandon = new Thread(process::destroy, "abandon the site");
        Runtime.getRuntime().addShutdownHook(abandon);
        GrowingFile printed = new GrowingFile(log);
        Optional<Site> site = Optional.empty();
        while (site.isEmpty()) {
            boolean ended = ends(process);
            printed.newLines().forEach(tell);
            if (ended) {
                throw CommandFailure.failed(
                        "it ended while starting, exit code %d; see %s".formatted(process.exitValue(), log));
            }
            site = file.readRunning().filter(found -> found.isOwnedBy(process.toHandle()));
        }
        Runtime.getRuntime().removeShutdownHook(abandon);
        return site.get();
    }

    private static Process launch(Path folder, boolean allowInstall, Path log) {
        List<String> words = new ArrayList<>(ownSession());
        words.addAll(JavaCommand.of(SiteMain.class.getName(), List.of()));
        words.add(folder.toString());
        words.add(Boolean.toString(allowInstall));
        try {
            Files.createDirectories(folder);
            Process process = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            process.getOutputStream().close();
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In a session of its own it hears neither Ctrl-C in this terminal nor the terminal's end. */
    private static List<String> ownSession() {
        return Files.isExecutable(Path.of("/usr/bin/setsid")) ? List.of("/usr/bin/setsid") : List.of("nohup");
    }

    private static boolean ends(Process process) {
        try {
            return process.waitFor(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.failed("interrupted while starting");
        }
    }
}
