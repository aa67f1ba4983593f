package io.penstock.testbed.internal.s3;

import io.penstock.testbed.internal.childjvm.ChildJvm;
import io.penstock.testbed.internal.folder.Folders;
import io.penstock.testbed.internal.folder.ServerFolder;
import io.penstock.testbed.internal.instance.LocalProcess;
import java.nio.file.Path;

/** How an S3 server is run: S3Proxy before a folder, in which each bucket is a folder and each object a file. */
public final class ObjectStoreLaunch {
    private ObjectStoreLaunch() {}

    /** Prepares a process; nothing runs yet. */
    public static LocalProcess process(ServerFolder folder, int port) {
        folder.write(ObjectStoreProcess.CONFIGURATION, """
                port=%d
                access.key=%s
                secret.key=%s
                """.formatted(port, accessKey(folder), secretKey(folder)));
        return ChildJvm.running(ObjectStoreProcess.class, "s3", folder, "-Xmx128m");
    }

    /** Who may use it. */
    public static String accessKey(ServerFolder folder) {
        return folder.secret("access.key");
    }

    /** What requests are signed with. */
    public static String secretKey(ServerFolder folder) {
        return folder.secret("secret.key");
    }

    /** Makes a bucket, whether the server runs or not; does nothing if it exists. */
    public static void createBucket(ServerFolder folder, String name) {
        Folders.create(buckets(folder).resolve(name));
    }

    private static Path buckets(ServerFolder folder) {
        return folder.folder(ObjectStoreProcess.BUCKETS);
    }
}
