package io.penstock.testbed;

import io.penstock.testbed.internal.folder.DataFolder;
import io.penstock.testbed.internal.provisioning.Provisioning;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Real servers for tests, demos and benchmarks, started together and stopped together.
 *
 * <pre>{@code
 * try (Testbed testbed = Testbed.builder().rabbitMq().redis().start()) {
 *     connectTo(testbed.rabbitMq().url());
 * }
 * }</pre>
 *
 * <p>Any number of testbeds can exist at once, in one JVM or in several. Thread-safe.
 */
public final class Testbed implements AutoCloseable {
    private final Map<ServerKind, Server> servers = new EnumMap<>(ServerKind.class);
    private final Runnable closing;

    /** A testbed of {@code servers} whose end is someone else's task. */
    Testbed(Collection<Server> servers) {
        this(servers, () -> {});
    }

    private Testbed(Collection<Server> servers, Runnable closing) {
        servers.forEach(server -> this.servers.put(ServerKind.of(server), server));
        this.closing = closing;
    }

    /** A testbed without servers, to be told which ones. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Its RabbitMQ broker.
     *
     * @throws IllegalStateException if it was built without
     */
    public RabbitMqServer rabbitMq() {
        return (RabbitMqServer) server(ServerKind.RABBITMQ);
    }

    /**
     * Its Redis server.
     *
     * @throws IllegalStateException if it was built without
     */
    public RedisServer redis() {
        return (RedisServer) server(ServerKind.REDIS);
    }

    /**
     * Its Kafka broker.
     *
     * @throws IllegalStateException if it was built without
     */
    public KafkaServer kafka() {
        return (KafkaServer) server(ServerKind.KAFKA);
    }

    /**
     * Its SMTP server.
     *
     * @throws IllegalStateException if it was built without
     */
    public SmtpServer smtp() {
        return (SmtpServer) server(ServerKind.SMTP);
    }

    /**
     * Its S3 server.
     *
     * @throws IllegalStateException if it was built without
     */
    public S3Server s3() {
        return (S3Server) server(ServerKind.S3);
    }

    /**
     * Its PostgreSQL server.
     *
     * @throws IllegalStateException if it was built without
     */
    public PostgresServer postgres() {
        return (PostgresServer) server(ServerKind.POSTGRES);
    }

    Server server(ServerKind kind) {
        Server server = servers.get(kind);
        if (server == null) {
            throw new IllegalStateException(
                    "This testbed has no %s, only %s; ask for it in the builder or in @WithServers"
                            .formatted(kind, servers.keySet()));
        }
        return server;
    }

    /** All its servers. */
    public List<Server> servers() {
        return List.copyOf(servers.values());
    }

    /** Stops its servers and deletes their data, unless a data folder was chosen. Does nothing the second time. */
    @Override
    public void close() {
        closing.run();
    }

    /** Says what a testbed consists of. Not thread-safe. */
    public static final class Builder {
        private final Set<ServerKind> kinds = EnumSet.noneOf(ServerKind.class);
        private @Nullable Path dataFolder;
        private SmtpOptions smtpOptions = SmtpOptions.plain();
        private boolean allowInstall = true;
        private Consumer<String> announce = System.err::println;

        private Builder() {}

        /**
         * Keeps data, ports and passwords in {@code folder}, so that the next testbed there goes on with them. Default:
         * a temporary folder, deleted at the end.
         */
        public Builder dataFolder(Path folder) {
            dataFolder = folder;
            return this;
        }

        /** With a RabbitMQ broker. */
        public Builder rabbitMq() {
            return with(ServerKind.RABBITMQ);
        }

        /** With a Redis server. */
        public Builder redis() {
            return with(ServerKind.REDIS);
        }

        /** With a Kafka broker. */
        public Builder kafka() {
            return with(ServerKind.KAFKA);
        }

        /** With an SMTP server that offers nothing special. */
        public Builder smtp() {
            return with(ServerKind.SMTP);
        }

        /** With an SMTP server that offers and demands what {@code options} say. */
        public Builder smtp(SmtpOptions options) {
            smtpOptions = options;
            return with(ServerKind.SMTP);
        }

        /** With an S3 server. */
        public Builder s3() {
            return with(ServerKind.S3);
        }

        /** With a PostgreSQL server. */
        public Builder postgres() {
            return with(ServerKind.POSTGRES);
        }

        /** With one server of every kind. */
        public Builder all() {
            kinds.addAll(EnumSet.allOf(ServerKind.class));
            return this;
        }

        /** With a server of this kind. */
        public Builder with(ServerKind kind) {
            kinds.add(kind);
            return this;
        }

        /**
         * Whether a missing server may be installed with apt-get. Default: yes, unless the environment variable
         * {@code PENSTOCK_NO_INSTALL} is set.
         */
        public Builder allowInstall(boolean allow) {
            allowInstall = allow;
            return this;
        }

        /** Who is told, in a sentence, before something is installed. Default: standard error. */
        public Builder announce(Consumer<String> listener) {
            announce = listener;
            return this;
        }

        /**
         * Starts all servers at the same time and waits until they answer: some 10 seconds, minutes if something has to
         * be installed.
         *
         * @throws TestbedException if one cannot be started; none is left running then
         */
        public Testbed start() {
            DataFolder folder = dataFolder == null ? DataFolder.temporary() : DataFolder.at(dataFolder);
            Provisioning provisioning = Provisioning.ofThisMachine(allowInstall, announce);
            Fleet fleet =
                    new Fleet(kind -> ServerFactory.create(kind, folder, provisioning, smtpOptions), folder::close);
            fleet.start(kinds);
            return new Testbed(fleet.servers(), fleet::close);
        }
    }
}
