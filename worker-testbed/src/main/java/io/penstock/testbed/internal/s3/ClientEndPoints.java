package io.penstock.testbed.internal.s3;

import java.lang.reflect.Field;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.shaded.org.eclipse.jetty.io.EndPoint;
import org.gaul.shaded.org.eclipse.jetty.server.Connector;
import org.gaul.shaded.org.eclipse.jetty.server.Server;

/** The connections that clients have to an S3 server in this JVM. */
final class ClientEndPoints {
    private final Server jetty;

    ClientEndPoints(S3Proxy server) {
        this.jetty = jettyOf(server);
    }

    /** Closes them all. */
    void cut() {
        for (Connector connector : jetty.getConnectors()) {
            connector.getConnectedEndPoints().forEach(EndPoint::close);
        }
    }

    private static Server jettyOf(S3Proxy server) {
        try {
            Field field = S3Proxy.class.getDeclaredField("server");
            field.setAccessible(true);
            return (Server) field.get(server);
        } catch (ReflectiveOperationException otherVersion) {
            throw new IllegalStateException("This version of S3Proxy keeps its server elsewhere", otherVersion);
        }
    }
}
