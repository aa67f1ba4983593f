package io.penstock.testbed.internal.kafka;

import io.penstock.testbed.internal.childjvm.ChildJvm;
import io.penstock.testbed.internal.folder.ServerFolder;
import io.penstock.testbed.internal.instance.LocalProcess;

/** How a Kafka broker is run: one node that is broker and controller, with everything as small as it gets. */
public final class KafkaLaunch {
    private KafkaLaunch() {}

    /** Prepares a process; nothing runs yet. */
    public static LocalProcess process(ServerFolder folder, int port) {
        folder.write(BrokerProcess.CONFIGURATION, """
                process.roles=broker,controller
                node.id=1
                listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
                controller.listener.names=CONTROLLER
                controller.quorum.voters=1@127.0.0.1:%2$d
                log.dirs=%3$s
                auto.create.topics.enable=true
                num.partitions=3
                group.initial.rebalance.delay.ms=0
                broker.heartbeat.interval.ms=250
                broker.session.timeout.ms=2000
                offsets.topic.num.partitions=1
                offsets.topic.replication.factor=1
                transaction.state.log.num.partitions=1
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                share.coordinator.state.topic.num.partitions=1
                share.coordinator.state.topic.replication.factor=1
                share.coordinator.state.topic.min.isr=1
                log.cleaner.dedupe.buffer.size=4194304
                num.network.threads=2
                num.io.threads=4
                """.formatted(
                        port, folder.port("controller.port"), folder.folder("data")));
        return ChildJvm.running(BrokerProcess.class, "kafka", folder, "-Xms128m", "-Xmx320m");
    }
}
