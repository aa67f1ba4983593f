package io.penstock.launcher;

import io.penstock.launcher.site.Site;
import io.penstock.launcher.site.SiteFile;
import io.penstock.launcher.site.SiteFolder;
import io.penstock.launcher.terminal.CommandFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Stops what {@code up} started. */
@Command(
        name = "down",
        description = {"Stop what 'up' started, and nothing else. Data is kept for the next 'up'.", ""})
final class DownCommand implements Callable<Integer> {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(90);

    @Option(
            names = "--delete-data",
            description = "Delete queues, events, notifications, mails, logs and the console's data as well.")
    private boolean deleteData;

    @Override
    public Integer call() {
        SiteFile file = new SiteFile(Home.locate().up());
        if (deleteData && SiteFolder.isUsedByConsole(file.folder())) {
            throw CommandFailure.failed("a console has its data in " + file.folder()
                    + " and would go on without it: stop it first. Nothing was stopped or deleted.");
        }
        System.out.println(file.read().map(DownCommand::stop).orElse("Nothing is up."));
        try (SiteFolder folder = SiteFolder.claim(file.folder())) {
            if (deleteData) {
                folder.erase();
                System.out.println("Deleted all data in " + folder.path() + ".");
            }
        }
        return 0;
    }

    private static String stop(Site site) {
        List<String> killed = site.stop(STOP_LIMIT);
        return killed.isEmpty() ? "Stopped." : "Stopped; had to kill " + String.join(", ", killed) + ".";
    }
}
