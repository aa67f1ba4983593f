package io.penstock.testbed.internal.rabbitmq;

import io.penstock.testbed.internal.folder.ServerFolder;
import io.penstock.testbed.internal.instance.Container;
import io.penstock.testbed.internal.instance.Docker;
import java.util.List;

/** A RabbitMQ node as a container. */
public final class ContainedBroker {
    private ContainedBroker() {}

    /** Prepares the container; nothing runs yet. */
    public static Container of(ServerFolder folder, BrokerSettings settings, Docker docker, String image) {
        List<String> options = List.of(
                "--hostname",
                "broker",
                "--publish",
                "127.0.0.1:%d:5672".formatted(settings.amqpPort()),
                "--publish",
                "127.0.0.1:%d:15672".formatted(settings.managementPort()),
                "--env",
                "RABBITMQ_DEFAULT_USER=" + settings.user(),
                "--env",
                "RABBITMQ_DEFAULT_PASS=" + settings.password());
        String name = "penstock-testbed-rabbitmq-" + folder.secret("node");
        return new Container(docker, name, "/var/lib/rabbitmq", options, List.of(image));
    }
}
