package io.penstock.testbed;

import io.penstock.testbed.internal.command.Command;
import io.penstock.testbed.internal.command.Poll;
import io.penstock.testbed.internal.folder.DataFolder;
import io.penstock.testbed.internal.folder.ServerFolder;
import io.penstock.testbed.internal.instance.Container;
import io.penstock.testbed.internal.instance.Instance;
import io.penstock.testbed.internal.provisioning.Found.AsImage;
import io.penstock.testbed.internal.provisioning.Found.OnMachine;
import io.penstock.testbed.internal.provisioning.Provisioning;
import io.penstock.testbed.internal.provisioning.Software;
import io.penstock.testbed.internal.rabbitmq.AmqpGreeting;
import io.penstock.testbed.internal.rabbitmq.BrokerSettings;
import io.penstock.testbed.internal.rabbitmq.ContainedBroker;
import io.penstock.testbed.internal.rabbitmq.LocalBroker;
import io.penstock.testbed.internal.rabbitmq.ManagementApi;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** A RabbitMQ broker with its management plug-in, and the alarms that block publishers at the push of a button. */
public final class RabbitMqServer extends LocalServer {
    private static final Duration ALARM_LIMIT = Duration.ofSeconds(20);
    private static final Duration QUICK = Duration.ofSeconds(10);
    private static final String WRITE_QUEUE_NAMES =
            "[dets:sync(maps:get(directory_rev, maps:get(names, ra_system:fetch(quorum_queues))))].";
    private static final String MEMORY = "memory";
    private static final String DISK = "disk";
    private static final String MORE_THAN_ANY_DISK = "1000000GB";
    private static final String LESS_THAN_IT_USES = "0.00001";

    private final BrokerSettings settings;
    private final ManagementApi management;
    private final Function<List<String>, Command> ctl;

    private RabbitMqServer(
            ServerFolder folder, BrokerSettings settings, Instance instance, Function<List<String>, Command> ctl) {
        super("RabbitMQ", folder, instance);
        this.settings = settings;
        this.ctl = ctl;
        this.management = new ManagementApi(settings);
    }

    @Override
    boolean answers() {
        return AmqpGreeting.comesFrom(settings.amqpPort())
                && management.version().isPresent();
    }

    /** Finds or installs RabbitMQ and prepares a broker in {@code testbed}; nothing runs yet. */
    static RabbitMqServer in(DataFolder testbed, Provisioning provisioning) {
        ServerFolder folder = ServerFolder.open(testbed, "rabbitmq");
        BrokerSettings settings = BrokerSettings.in(folder);
        return switch (provisioning.find(Software.RABBITMQ)) {
            case OnMachine found -> {
                LocalBroker broker = new LocalBroker(folder, settings, found.program());
                yield new RabbitMqServer(folder, settings, broker, broker::ctl);
            }
            case AsImage found -> {
                Container broker = ContainedBroker.of(folder, settings, provisioning.docker(), found.image());
                yield new RabbitMqServer(
                        folder,
                        settings,
                        broker,
                        words -> broker.inside(List.of("rabbitmqctl")).with(words));
            }
        };
    }

    /** {@code amqp://user:password@127.0.0.1:port}; the virtual host is the default one. */
    @Override
    public String url() {
        return "amqp://%s:%s@127.0.0.1:%d".formatted(settings.user(), settings.password(), settings.amqpPort());
    }

    /** {@code http://127.0.0.1:port}; user and password are those of {@link #url}. */
    public String managementUrl() {
        return management.root();
    }

    /** The broker's version, e.g. {@code 3.10.8}. It must be running. */
    public String version() {
        return management
                .version()
                .orElseThrow(() -> new TestbedException("RabbitMQ does not answer at " + managementUrl()));
    }

    /**
     * Runs {@code rabbitmqctl --quiet} with {@code words} against this broker, which takes about a second, and returns
     * what it printed.
     */
    public String ctl(String... words) {
        List<String> all = new ArrayList<>(List.of("--quiet"));
        all.addAll(Arrays.asList(words));
        return ctl.apply(all).run();
    }

    /** Pretends that memory runs out: connections that publish are blocked. */
    public void raiseMemoryAlarm() {
        ctl("set_vm_memory_high_watermark", LESS_THAN_IT_USES);
        awaitAlarm(MEMORY, true);
    }

    /** Ends the memory alarm. */
    public void clearMemoryAlarm() {
        ctl("set_vm_memory_high_watermark", BrokerSettings.MEMORY_WATERMARK);
        awaitAlarm(MEMORY, false);
    }

    /** Pretends that disk space runs out: connections that publish are blocked. */
    public void raiseDiskAlarm() {
        ctl("set_disk_free_limit", MORE_THAN_ANY_DISK);
        awaitAlarm(DISK, true);
    }

    /** Ends the disk alarm. */
    public void clearDiskAlarm() {
        ctl("set_disk_free_limit", BrokerSettings.DISK_FREE_LIMIT);
        awaitAlarm(DISK, false);
    }

    /** Ends the alarms that are in effect; costs nothing if there are none. */
    public void clearAlarms() {
        if (management.hasAlarm(MEMORY)) {
            clearMemoryAlarm();
        }
        if (management.hasAlarm(DISK)) {
            clearDiskAlarm();
        }
    }

    private void awaitAlarm(String resource, boolean inEffect) {
        if (!Poll.until(ALARM_LIMIT, () -> management.hasAlarm(resource) == inEffect)) {
            throw new TestbedException("RabbitMQ has %s %s alarm %d s after it was asked to change that"
                    .formatted(inEffect ? "no" : "still a", resource, ALARM_LIMIT.toSeconds()));
        }
    }

    /**
     * Kills it without warning (SIGKILL), after the names of its quorum queues are on disk: it writes them with a delay
     * of about a second, and a queue that was killed younger hangs for good after the restart (seen with 3.10.8). What
     * happens to messages is not touched.
     */
    @Override
    public void kill() {
        if (AmqpGreeting.comesFrom(settings.amqpPort())) {
            ctl.apply(List.of("eval", WRITE_QUEUE_NAMES)).within(QUICK).succeeds();
        }
        killAtOnce();
    }

    /** Kills it this very moment, whatever that does to queues that were just declared. */
    public void killAtOnce() {
        super.kill();
    }

    /** The broker closes every connection with reply code 320 (CONNECTION_FORCED). */
    @Override
    public void cutConnections() {
        ctl("close_all_connections", "--global", "cut by the testbed");
    }
}
