package io.penstock.launcher.site;

import io.penstock.launcher.terminal.CommandFailure;
import io.penstock.testbed.TestbedException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** The background process of {@code up}: runs a site until it gets SIGTERM. */
public final class SiteMain {
    private SiteMain() {}

    /** Arguments: the site's folder, and whether software may be installed. */
    public static void main(String[] arguments) throws InterruptedException {
        System.setProperty("logback.configurationFile", "io/penstock/launcher/logback.xml");
        try {
            run(Path.of(arguments[0]), Boolean.parseBoolean(arguments[1]));
        } catch (CommandFailure | TestbedException e) {
            System.out.println(e.getMessage());
            System.exit(1);
        }
    }

    private static void run(Path folder, boolean allowInstall) throws InterruptedException {
        LocalSite site = new LocalSite(SiteFolder.claim(folder), System.out::println);
        site.closeAtExit();
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.remove("PENSTOCK_HOME");
        environment.putIfAbsent("PENSTOCK_BROADCAST", "true");
        site.start(allowInstall, new LocalSite.WorkerSetup(environment, List.of()));
        new CountDownLatch(1).await();
    }
}
