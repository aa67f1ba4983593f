package io.penstock.launcher;

import io.penstock.launcher.site.SiteFile;
import io.penstock.worker.WorkerMain;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Runs a worker in this process. */
@Command(
        name = "worker",
        customSynopsis = "./penstock worker [--queues a,b] [--print-config] [--KEY=VALUE...]",
        description = {
            "Run a worker with every plug-in there is, in the foreground.",
            "",
            "All arguments are the worker's own; any setting can be given as a flag. Where neither the environment nor a"
                    + " flag nor a configuration file names RabbitMQ, it works for what 'up' started.",
            ""
        },
        footer = {
            "",
            "Exit codes: 0 stopped by SIGTERM or Ctrl-C, 2 usage or configuration, 3 RabbitMQ not reached at start, 1"
                    + " anything else."
        })
final class WorkerCommand implements Callable<Integer> {
    /** Whoever sets one of these chooses a broker. */
    private static final Set<String> CHOICES = Set.of("RABBITMQ_URL", "RABBITMQ_URL_FILE", "PENSTOCK_CONFIG", "CONFIG");

    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        List<String> all = new ArrayList<>(arguments);
        if (!choosesBroker(arguments, System.getenv())) {
            new SiteFile(Home.locate().up()).readRunning().ifPresent(site -> {
                System.err.println("Working for what './penstock up' started; set RABBITMQ_URL for something else.");
                all.addAll(flags(arguments, site.addresses().settings(), System.getenv()));
            });
        }
        WorkerMain.main(all.toArray(String[]::new));
        return 0;
    }

    static boolean choosesBroker(List<String> arguments, Map<String, String> environment) {
        return arguments.stream().map(WorkerCommand::settingOf).anyMatch(CHOICES::contains)
                || CHOICES.stream()
                        .anyMatch(name -> !environment.getOrDefault(name, "").isBlank());
    }

    /** What the arguments and the environment say about anything else stays in force. */
    static List<String> flags(List<String> arguments, Map<String, String> settings, Map<String, String> environment) {
        return settings.entrySet().stream()
                .filter(setting ->
                        arguments.stream().map(WorkerCommand::settingOf).noneMatch(setting.getKey()::equals))
                .filter(setting ->
                        environment.getOrDefault(setting.getKey(), "").isBlank())
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toList();
    }

    /** The worker reads {@code --rabbitmq-url}, {@code --RABBITMQ_URL} and {@code --rabbitmq.url} alike. */
    private static String settingOf(String argument) {
        String name = argument.replaceFirst("^--", "").replaceFirst("=.*", "");
        return name.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_');
    }
}
