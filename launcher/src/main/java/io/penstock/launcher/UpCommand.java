package io.penstock.launcher;

import io.penstock.launcher.site.BackgroundSite;
import io.penstock.launcher.site.Site;
import io.penstock.launcher.site.SiteFile;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Starts servers and a worker in the background. */
@Command(
        name = "up",
        description = {
            "Start RabbitMQ, Redis, Kafka, an SMTP server that keeps every mail, and a worker in the background.",
            "",
            "Returns when all of it is ready. Data is kept in .penstock/up until 'down --delete-data'; each mail is a file"
                    + " in .penstock/up/servers/smtp/data. The worker takes its PENSTOCK_* settings from the"
                    + " environment.",
            ""
        })
final class UpCommand implements Callable<Integer> {
    @Mixin
    private InstallOption install = new InstallOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        SiteFile file = new SiteFile(Home.locate().up());
        Optional<Site> running = file.readRunning();
        tell(running.isPresent() ? "Already up." : "Starting; data and logs in " + file.folder());
        Site site = running.orElseGet(() -> BackgroundSite.start(file, install.isAllowed(), this::tell));
        if (output.isJson()) {
            OutputOption.printJson(site.addresses().settings());
        } else {
            print(site);
        }
        return 0;
    }

    /** Progress is not part of the result. */
    private void tell(String progress) {
        (output.isJson() ? System.err : System.out).println(progress);
    }

    private static void print(Site site) {
        System.out.println();
        System.out.print(site.addresses().table());
        System.out.println();
        System.out.println("For your own programs (worker and enqueue find these by themselves):");
        System.out.print(site.addresses().exports());
    }
}
