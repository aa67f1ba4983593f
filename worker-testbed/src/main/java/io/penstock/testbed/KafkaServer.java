package io.penstock.testbed;

import io.penstock.testbed.internal.childjvm.Mailslot;
import io.penstock.testbed.internal.folder.DataFolder;
import io.penstock.testbed.internal.folder.ServerFolder;
import io.penstock.testbed.internal.kafka.ApiVersionsProbe;
import io.penstock.testbed.internal.kafka.KafkaLaunch;

/** A Kafka broker of one node in a JVM of its own. Topics are created at first use, with three partitions. */
public final class KafkaServer extends LocalServer {
    private final int port;
    private final Mailslot mailslot;

    private KafkaServer(ServerFolder folder, int port) {
        super("Kafka", folder, KafkaLaunch.process(folder, port));
        this.port = port;
        this.mailslot = new Mailslot(folder.path());
    }

    @Override
    boolean answers() {
        return mailslot.isReady() && ApiVersionsProbe.isAnsweredOn(port);
    }

    /** Prepares a broker in {@code testbed}; nothing runs yet. */
    static KafkaServer in(DataFolder testbed) {
        ServerFolder folder = ServerFolder.open(testbed, "kafka");
        return new KafkaServer(folder, folder.port("port"));
    }

    /** {@code 127.0.0.1:port}, for {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** The same as {@link #bootstrapServers}. */
    @Override
    public String url() {
        return bootstrapServers();
    }

    @Override
    public void start() {
        if (!isRunning()) {
            mailslot.clear();
        }
        super.start();
    }

    @Override
    public void cutConnections() {
        mailslot.cutConnections();
    }
}
