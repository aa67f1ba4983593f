package io.penstock.worker;

import io.penstock.internal.config.Config;
import io.penstock.internal.config.ConfigException;
import io.penstock.internal.config.QueueConfig;
import io.penstock.internal.config.Redactor;
import io.penstock.internal.config.WorkerSettings;
import io.penstock.internal.plugin.Outside;
import io.penstock.internal.plugin.Plugins;
import io.penstock.spi.JobHandler;
import io.penstock.spi.QueueDefaults;
import io.penstock.spi.Setting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a worker process is told: settings, plug-ins, queues. Checked when built.
 *
 * @param config the effective configuration
 * @param plugins the plug-ins that were found
 * @param queues the queues to consume, at least one
 */
record WorkerConfig(Config config, Plugins plugins, List<QueueConfig> queues) {

    /** @throws ConfigException if anything is wrong; the message says what, where and how to put it right */
    static WorkerConfig read(List<String> flags, Map<String, String> environment) {
        List<String> named = flags.stream()
                .map(flag -> flag.equals("--queues") || flag.startsWith("--queues=")
                        ? "--penstock-queues" + flag.substring("--queues".length())
                        : flag)
                .toList();
        Config config = Config.read(named, environment);
        Plugins plugins = Plugins.find(Path.of(config.get(WorkerSettings.PLUGINS)));
        List<QueueConfig> queues = queueNames(config, plugins).stream()
                .map(queue -> QueueConfig.read(config, queue, defaultType(plugins, queue), defaults(plugins, queue)))
                .toList();
        WorkerConfig worker = new WorkerConfig(config, plugins, queues);
        worker.check();
        return worker;
    }

    private static List<String> queueNames(Config config, Plugins plugins) {
        List<String> wanted = config.get(WorkerSettings.QUEUES);
        List<String> queues = wanted.isEmpty()
                ? plugins.handlers().values().stream().map(JobHandler::queue).toList()
                : wanted;
        if (queues.isEmpty()) {
            throw new ConfigException(
                    "PENSTOCK_QUEUES: expected at least one queue, got none, and there is no plug-in on"
                            + " the class path or in " + config.get(WorkerSettings.PLUGINS) + " that names one");
        }
        return queues.stream().distinct().sorted().toList();
    }

    /** The type of the one plug-in that claims the queue. */
    private static @Nullable String defaultType(Plugins plugins, String queue) {
        List<String> types = plugins.handlers().values().stream()
                .filter(handler -> handler.queue().equals(queue))
                .map(JobHandler::type)
                .toList();
        return types.size() == 1 ? types.getFirst() : null;
    }

    private static QueueDefaults defaults(Plugins plugins, String queue) {
        List<QueueDefaults> defaults = plugins.handlers().values().stream()
                .filter(handler -> handler.queue().equals(queue))
                .map(JobHandler::queueDefaults)
                .toList();
        return defaults.size() == 1 ? defaults.getFirst() : QueueDefaults.USUAL;
    }

    private void check() {
        List<String> unknown = config.unknownNames(settings());
        if (!unknown.isEmpty()) {
            throw new ConfigException("unknown setting " + String.join(", ", unknown)
                    + ": expected one of those that --print-config lists");
        }
        settings().forEach(config::get);
    }

    /** What is allowed and probably not meant, one sentence each. */
    List<String> warnings() {
        List<String> prefixes =
                queues.stream().map(queue -> QueueConfig.prefix(queue.name())).toList();
        List<String> warnings = new ArrayList<>();
        config.unknownInEnvironment(prefixes, settings())
                .forEach(name -> warnings.add(name + " in the environment is no setting and has no effect"));
        for (QueueConfig queue : queues) {
            if (queue.defaultType() == null) {
                warnings.add("no plug-in is for queue " + queue.name() + ": its jobs that name no type, or none of "
                        + new TreeSet<>(plugins.handlers().keySet()) + ", will be dead-lettered as unknown_type");
            }
        }
        return warnings;
    }

    /** All settings that this process reads. */
    List<Setting<?>> settings() {
        List<Setting<?>> settings = new ArrayList<>(WorkerSettings.all());
        settings.addAll(Outside.settings());
        queues.forEach(queue -> settings.addAll(QueueConfig.settings(queue.name(), defaults(plugins, queue.name()))));
        plugins.handlers().values().stream()
                .sorted((a, b) -> a.type().compareTo(b.type()))
                .forEach(handler -> settings.addAll(handler.settings()));
        return settings;
    }

    /** The effective configuration, one setting a line, secrets masked. */
    String print() {
        StringBuilder text = new StringBuilder();
        settings().forEach(setting -> text.append(config.describe(setting)).append('\n'));
        return text.toString();
    }

    Redactor redactor() {
        return new Redactor(config.secrets(settings()));
    }
}
