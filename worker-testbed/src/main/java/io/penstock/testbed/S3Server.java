package io.penstock.testbed;

import io.penstock.testbed.internal.childjvm.Mailslot;
import io.penstock.testbed.internal.folder.DataFolder;
import io.penstock.testbed.internal.folder.ServerFolder;
import io.penstock.testbed.internal.s3.HttpProbe;
import io.penstock.testbed.internal.s3.ObjectStoreLaunch;

/**
 * A server that speaks S3 in a JVM of its own. Requests have to be signed and to use the path style: {@code
 * endpoint/bucket/key}.
 */
public final class S3Server extends LocalServer {
    private static final String BUCKET = "objects";

    private final ServerFolder folder;
    private final int port;
    private final Mailslot mailslot;

    private S3Server(ServerFolder folder, int port) {
        super("S3", folder, ObjectStoreLaunch.process(folder, port));
        this.folder = folder;
        this.port = port;
        this.mailslot = new Mailslot(folder.path());
    }

    @Override
    boolean answers() {
        return mailslot.isReady() && HttpProbe.isAnsweredOn(port);
    }

    /** Prepares a server in {@code testbed}; nothing runs yet. */
    static S3Server in(DataFolder testbed) {
        ServerFolder folder = ServerFolder.open(testbed, "s3");
        S3Server server = new S3Server(folder, folder.port("port"));
        server.createBucket(BUCKET);
        return server;
    }

    /** {@code http://127.0.0.1:port}. */
    public String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    /** The same as {@link #endpoint}. */
    @Override
    public String url() {
        return endpoint();
    }

    /** Who may use it, as in {@code AWS_ACCESS_KEY_ID}. */
    public String accessKey() {
        return ObjectStoreLaunch.accessKey(folder);
    }

    /** What requests are signed with, as in {@code AWS_SECRET_ACCESS_KEY}. */
    public String secretKey() {
        return ObjectStoreLaunch.secretKey(folder);
    }

    /** A bucket that is always there. */
    public String bucket() {
        return BUCKET;
    }

    /** Makes another bucket; does nothing if it exists. */
    public void createBucket(String name) {
        ObjectStoreLaunch.createBucket(folder, name);
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
