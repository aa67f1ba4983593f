package io.penstock.testbed.internal.kafka;

import io.penstock.testbed.internal.childjvm.Mailslot;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;

/** The main program of the child JVM that is a Kafka broker and its own KRaft controller. */
public final class BrokerProcess {
    /** The broker's configuration, in the server's folder. */
    static final String CONFIGURATION = "server.properties.kafka";

    private BrokerProcess() {}

    /** Runs until it is told to stop by SIGTERM. The only argument is the server's folder. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Path configuration = folder.resolve(CONFIGURATION);
        Properties properties = read(configuration);
        if (!Files.exists(Path.of(properties.getProperty("log.dirs"), "meta.properties"))) {
            format(configuration);
        }
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
        Exit.addShutdownHook("stop-broker", server::shutdown);
        startOrExit(server);
        new Mailslot(folder).serve(new ClientConnections(server)::cut);
    }

    private static void startOrExit(KafkaRaftServer server) {
        try {
            server.startup();
        } catch (RuntimeException failure) {
            failure.printStackTrace();
            Exit.halt(1);
        }
    }

    private static void format(Path configuration) {
        String[] words = {
            "format",
            "--config",
            configuration.toString(),
            "--cluster-id",
            Uuid.randomUuid().toString()
        };
        if (StorageTool.execute(words, System.out) != 0) {
            throw new IllegalStateException("The data folder could not be formatted");
        }
    }

    private static Properties read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return properties;
    }
}
