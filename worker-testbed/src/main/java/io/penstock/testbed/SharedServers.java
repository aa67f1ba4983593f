package io.penstock.testbed;

import io.penstock.testbed.internal.folder.DataFolder;
import io.penstock.testbed.internal.provisioning.Provisioning;
import java.util.Set;

/** The servers of one test JVM, started when a class first asks for them. Thread-safe. */
final class SharedServers implements AutoCloseable {
    private final Fleet fleet;

    SharedServers() {
        DataFolder folder = DataFolder.temporary();
        Provisioning provisioning = Provisioning.ofThisMachine(true, System.err::println);
        this.fleet =
                new Fleet(kind -> ServerFactory.create(kind, folder, provisioning, SmtpOptions.plain()), folder::close);
    }

    /** Servers of these kinds, running. */
    Testbed testbed(Set<ServerKind> kinds) {
        fleet.start(kinds);
        return new Testbed(fleet.servers().stream()
                .filter(server -> kinds.contains(ServerKind.of(server)))
                .toList());
    }

    /** Puts right what an earlier test class left killed, paused or with an alarm. */
    void revive(Set<ServerKind> kinds) {
        for (Server server : testbed(kinds).servers()) {
            server.start();
            if (server instanceof RabbitMqServer rabbitMq) {
                rabbitMq.clearAlarms();
            }
        }
    }

    @Override
    public void close() {
        fleet.close();
    }
}
