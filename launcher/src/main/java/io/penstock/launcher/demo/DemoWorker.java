package io.penstock.launcher.demo;

import io.penstock.launcher.site.LocalSite.WorkerSetup;
import io.penstock.spi.JobHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the demo's worker gets besides addresses. */
final class DemoWorker {
    private DemoWorker() {}

    /** All plug-ins and the demo's own; retries within seconds; nothing of what the user has configured elsewhere. */
    static WorkerSetup setup(Path folder) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment
                .keySet()
                .removeIf(name -> name.startsWith("PENSTOCK_")
                        || name.startsWith("AWS_")
                        || name.startsWith("S3_")
                        || name.startsWith("OBJECT_STORE_"));
        environment.put("PENSTOCK_QUEUES_DEMO_RETRY_BASE", "1s");
        environment.put("PENSTOCK_PLUGINS", folder.resolve("plugins").toString());
        environment.put("PENSTOCK_EMAIL_FROM", "Penstock demo <penstock@example.com>");
        environment.put(FlakyHandler.WAREHOUSE.name(), warehouse(folder).toString());
        environment.put("OBJECT_STORE_ROOT", objects(folder).root().toString());
        // the endpoint of the demo's webhook is on this machine and speaks no TLS
        environment.put("PENSTOCK_OUTBOUND_ALLOW_NETWORKS", "127.0.0.0/8");
        environment.put("PENSTOCK_OUTBOUND_ALLOW_PLAIN", "true");
        environment.put("PENSTOCK_WEBHOOK_SECRET_DEMO", WebhookEndpoint.SECRET);
        return new WorkerSetup(environment, List.of(ownPlugin(folder.resolve("plugin"))));
    }

    /** The file that is there while the warehouse is open. */
    static Path warehouse(Path folder) {
        return folder.resolve("warehouse-is-open");
    }

    static ObjectFolder objects(Path folder) {
        return new ObjectFolder(folder.resolve("objects"));
    }

    /** A folder for the class path that registers the demo's plug-in, which no other worker should find. */
    private static Path ownPlugin(Path folder) {
        try {
            Path services = Files.createDirectories(folder.resolve("META-INF").resolve("services"));
            Files.writeString(services.resolve(JobHandler.class.getName()), FlakyHandler.class.getName() + "\n");
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
