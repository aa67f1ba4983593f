package io.penstock.console.collect;

import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MetricsCollector;
import com.rabbitmq.client.impl.AMQConnection;
import com.rabbitmq.client.impl.ConnectionParams;
import com.rabbitmq.client.impl.FrameHandler;

/** A connection that gives messages' properties as they came. */
final class RawConnection extends AMQConnection {
    private final RawHeaders headers;

    private RawConnection(ConnectionParams params, RawHeaders headers) {
        super(params, headers);
        this.headers = headers;
    }

    RawHeaders headers() {
        return headers;
    }

    /** Makes such connections. */
    static final class Factory extends ConnectionFactory {
        @Override
        protected AMQConnection createConnection(
                ConnectionParams params, FrameHandler frames, MetricsCollector metrics) {
            return new RawConnection(params, new RawHeaders(frames));
        }
    }
}
