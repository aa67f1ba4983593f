package io.penstock.testbed.internal.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import kafka.network.DataPlaneAcceptor;
import kafka.network.Processor;
import kafka.server.BrokerServer;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.network.KafkaChannel;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The connections that clients have to a broker in this JVM.
 *
 * <p>Kafka has no operation to close them. Shutting a socket's two directions is safe from another thread: the client
 * sees the end of the connection at once, and the broker's own thread cleans up when it sees it, too.
 */
final class ClientConnections {
    private final BrokerServer broker;

    ClientConnections(KafkaRaftServer server) {
        this.broker = brokerOf(server);
    }

    /** Breaks them all. */
    void cut() {
        for (DataPlaneAcceptor acceptor :
                broker.socketServer().dataPlaneAcceptors().values()) {
            for (Processor processor : CollectionConverters.asJava(acceptor.processors())) {
                processor.selector().channels().forEach(ClientConnections::cut);
            }
        }
    }

    private static void cut(KafkaChannel channel) {
        if (channel.selectionKey().channel() instanceof SocketChannel socket) {
            try {
                socket.shutdownInput().shutdownOutput();
            } catch (ClosedChannelException alreadyGone) {
                return;
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    private static BrokerServer brokerOf(KafkaRaftServer server) {
        try {
            Field field = KafkaRaftServer.class.getDeclaredField("broker");
            field.setAccessible(true);
            return (BrokerServer) ((Option<?>) field.get(server)).get();
        } catch (ReflectiveOperationException otherVersion) {
            throw new IllegalStateException("This version of Kafka keeps its broker elsewhere", otherVersion);
        }
    }
}
