package io.penstock.testbed.internal.s3;

import io.penstock.testbed.internal.childjvm.Mailslot;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobProviderMetadata;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStoreContext;

/** The main program of the child JVM that is an S3 server. */
public final class ObjectStoreProcess {
    static final String CONFIGURATION = "s3.properties";
    static final String BUCKETS = "data";

    private ObjectStoreProcess() {}

    /** Runs until it is killed. The only argument is the server's folder. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Properties configuration = new Properties();
        try (Reader reader = Files.newBufferedReader(folder.resolve(CONFIGURATION))) {
            configuration.load(reader);
        }
        S3Proxy server = S3Proxy.builder()
                .blobStore(buckets(folder).getBlobStore())
                .endpoint(URI.create("http://127.0.0.1:" + configuration.getProperty("port")))
                .awsAuthentication(
                        AuthenticationType.AWS_V2_OR_V4,
                        configuration.getProperty("access.key"),
                        configuration.getProperty("secret.key"))
                .ignoreUnknownHeaders(true)
                .build();
        server.start();
        new Mailslot(folder).serve(new ClientEndPoints(server)::cut);
    }

    private static BlobStoreContext buckets(Path folder) {
        Properties properties = new Properties();
        properties.setProperty(
                "jclouds.filesystem.basedir", folder.resolve(BUCKETS).toString());
        return ContextBuilder.newBuilder(new FilesystemNio2BlobProviderMetadata())
                .overrides(properties)
                .credentials("unused", "unused")
                .modules(List.of())
                .buildView(BlobStoreContext.class);
    }
}
