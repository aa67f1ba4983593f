package io.penstock.testbed;

import io.penstock.testbed.internal.folder.DataFolder;
import io.penstock.testbed.internal.folder.ServerFolder;
import io.penstock.testbed.internal.instance.Instance;
import io.penstock.testbed.internal.provisioning.Found.AsImage;
import io.penstock.testbed.internal.provisioning.Found.OnMachine;
import io.penstock.testbed.internal.provisioning.Provisioning;
import io.penstock.testbed.internal.provisioning.Software;
import io.penstock.testbed.internal.redis.RedisLaunch;
import io.penstock.testbed.internal.redis.RespConnection;
import java.io.IOException;

/** A Redis server that keeps what it was told over restarts and kills (append-only file). */
public final class RedisServer extends LocalServer {
    private final int port;
    private final String password;

    private RedisServer(ServerFolder folder, int port, String password, Instance instance) {
        super("Redis", folder, instance);
        this.port = port;
        this.password = password;
    }

    /** Finds or installs Redis and prepares a server in {@code testbed}; nothing runs yet. */
    static RedisServer in(DataFolder testbed, Provisioning provisioning) {
        ServerFolder folder = ServerFolder.open(testbed, "redis");
        int port = folder.port("port");
        String password = folder.secret("password");
        Instance instance = switch (provisioning.find(Software.REDIS)) {
            case OnMachine found -> RedisLaunch.process(folder, port, password, found.program());
            case AsImage found -> RedisLaunch.container(folder, port, password, provisioning.docker(), found.image());
        };
        return new RedisServer(folder, port, password, instance);
    }

    @Override
    boolean answers() {
        try (RespConnection connection = new RespConnection(port, password)) {
            return "PONG".equals(connection.send("PING"));
        } catch (IOException stillLoadingOrDown) {
            return false;
        }
    }

    /** {@code redis://:password@127.0.0.1:port/9}. */
    @Override
    public String url() {
        return "redis://:%s@127.0.0.1:%d/9".formatted(password, port);
    }

    /** Kills it and deletes everything it stored: the next start is that of an empty server. */
    public void killAndLoseData() {
        killAndEraseData();
    }

    /** Blocked readers and subscribers are cut, too. */
    @Override
    public void cutConnections() {
        try (RespConnection connection = new RespConnection(port, password)) {
            connection.send("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
            connection.send("CLIENT", "KILL", "TYPE", "pubsub", "SKIPME", "yes");
        } catch (IOException failure) {
            throw new TestbedException(
                    "The connections to Redis on port %d could not be cut: %s".formatted(port, failure.getMessage()),
                    failure);
        }
    }
}
