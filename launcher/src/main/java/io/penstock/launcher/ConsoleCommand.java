package io.penstock.launcher;

import io.penstock.console.ConsoleMain;
import io.penstock.launcher.site.SiteFile;
import io.penstock.launcher.site.SiteFolder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Runs the dead-letter console in this process. */
@Command(
        name = "console",
        customSynopsis = "./penstock console [--print-config] [--KEY=VALUE...]",
        description = {
            "Run the dead-letter console, in the foreground: it collects dead letters and serves the API that shows"
                    + " and archives them.",
            "",
            "All arguments are the console's own; any setting can be given as a flag. Where neither the environment nor a"
                    + " flag nor a configuration file names RabbitMQ, it works for what 'up' started.",
            ""
        },
        footer = {
            "",
            "The first start prints an administrator's token, once.",
            "Exit codes: 0 stopped by SIGTERM or Ctrl-C, 2 usage or configuration, 3 RabbitMQ not reached at start, 1"
                    + " anything else."
        })
final class ConsoleCommand implements Callable<Integer> {
    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() {
        List<String> all = new ArrayList<>(arguments);
        if (!WorkerCommand.choosesBroker(arguments, System.getenv())) {
            SiteFile up = new SiteFile(Home.locate().up());
            up.readRunning().ifPresent(site -> {
                System.err.println("Working for what './penstock up' started; set RABBITMQ_URL for something else.");
                Map<String, String> settings =
                        new LinkedHashMap<>(site.addresses().consoleSettings());
                // goes with the jobs that it is about: 'down --delete-data' takes both
                settings.put(
                        "PENSTOCK_CONSOLE_DATA",
                        SiteFolder.ofConsole(up.folder()).toString());
                all.addAll(WorkerCommand.flags(arguments, settings, System.getenv()));
            });
        }
        ConsoleMain.main(all.toArray(String[]::new));
        return 0;
    }
}
