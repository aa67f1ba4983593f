package io.penstock.testbed.internal.redis;

import io.penstock.testbed.internal.folder.ServerFolder;
import io.penstock.testbed.internal.instance.Container;
import io.penstock.testbed.internal.instance.Docker;
import io.penstock.testbed.internal.instance.Instance;
import io.penstock.testbed.internal.instance.Launch;
import io.penstock.testbed.internal.instance.LocalProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** How a Redis server is run: every write reaches the append-only file before it is answered. */
public final class RedisLaunch {
    private RedisLaunch() {}

    /** Prepares a process of this machine. */
    public static Instance process(ServerFolder folder, int port, String password, Path program) {
        Path data = folder.folder("data");
        Path configuration = folder.write("redis.conf", """
                bind 127.0.0.1
                port %d
                requirepass %s
                dir "%s"
                appendonly yes
                appendfsync everysec
                save ""
                daemonize no
                """.formatted(port, password, data));
        List<String> words = List.of(program.toString(), configuration.toString());
        return new LocalProcess(new Launch("redis", words, Map.of("LC_ALL", "C.UTF-8"), folder.path(), data));
    }

    /** Prepares a container. */
    public static Instance container(ServerFolder folder, int port, String password, Docker docker, String image) {
        return new Container(
                docker,
                "penstock-testbed-redis-" + folder.secret("name"),
                "/data",
                List.of("--publish", "127.0.0.1:%d:6379".formatted(port)),
                List.of(image, "redis-server", "--appendonly", "yes", "--save", "", "--requirepass", password));
    }
}
