package io.penstock.bench.run;

import com.rabbitmq.client.impl.ClientVersion;
import io.penstock.worker.WorkerMain;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.rabbit.listener.DirectMessageListenerContainer;

/** What a number is worth nothing without. */
public final class Machine {
    private Machine() {}

    /** Processors, memory, operating system. */
    public static Map<String, Object> describe() {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("processors", Runtime.getRuntime().availableProcessors());
        machine.put("processor", processor());
        machine.put(
                "memory_mib",
                ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                                .getTotalMemorySize()
                        / (1024 * 1024));
        machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        return machine;
    }

    private static String processor() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException notLinux) {
            return System.getProperty("os.arch");
        }
    }

    public static Map<String, String> versions(String rabbitMq) {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("penstock", version(WorkerMain.class));
        versions.put("java", System.getProperty("java.vendor.version", "") + " " + Runtime.version());
        versions.put("rabbitmq", rabbitMq);
        versions.put("amqp_client", ClientVersion.VERSION);
        versions.put("spring_rabbit", version(DirectMessageListenerContainer.class));
        return versions;
    }

    private static String version(Class<?> type) {
        @Nullable String version = type.getPackage().getImplementationVersion();
        return Objects.requireNonNullElse(version, "unknown");
    }
}
