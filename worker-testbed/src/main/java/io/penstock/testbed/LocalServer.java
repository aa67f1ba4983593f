package io.penstock.testbed;

import io.penstock.testbed.internal.folder.ServerFolder;
import io.penstock.testbed.internal.instance.Instance;

/** What all servers have in common: how they start and end. */
public abstract sealed class LocalServer implements Server
        permits RabbitMqServer, RedisServer, KafkaServer, SmtpServer, S3Server, PostgresServer {
    private final String name;
    private final Lifecycle lifecycle;

    /** @param name what people call it */
    LocalServer(String name, ServerFolder folder, Instance instance) {
        this.name = name;
        this.lifecycle = new Lifecycle(name, folder, instance, this::answers);
    }

    /** Whether it would serve a client right now. */
    abstract boolean answers();

    @Override
    public final String name() {
        return name;
    }

    @Override
    public void start() {
        lifecycle.start();
    }

    @Override
    public final void stop() {
        lifecycle.stop();
    }

    @Override
    public void kill() {
        lifecycle.kill();
    }

    final void killAndEraseData() {
        lifecycle.killAndEraseData();
    }

    @Override
    public final void pause() {
        lifecycle.pause();
    }

    @Override
    public final void resume() {
        lifecycle.resume();
    }

    @Override
    public final void restart() {
        stop();
        start();
    }

    @Override
    public final boolean isRunning() {
        return lifecycle.isRunning();
    }

    @Override
    public final void close() {
        lifecycle.close();
    }
}
