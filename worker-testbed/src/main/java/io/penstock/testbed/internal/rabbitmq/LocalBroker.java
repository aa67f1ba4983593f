package io.penstock.testbed.internal.rabbitmq;

import io.penstock.testbed.TestbedException;
import io.penstock.testbed.internal.command.Command;
import io.penstock.testbed.internal.command.Poll;
import io.penstock.testbed.internal.folder.ServerFolder;
import io.penstock.testbed.internal.instance.Instance;
import io.penstock.testbed.internal.instance.Launch;
import io.penstock.testbed.internal.instance.LocalProcess;
import io.penstock.testbed.internal.provisioning.Programs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A RabbitMQ node as a process of this machine, with an Erlang port mapper (epmd) of its own.
 *
 * <p>The private port mapper, home folder, cookie, node name and ports keep it apart from every other Erlang node of
 * the machine. The port mapper lives until {@link #dispose}; the node comes and goes.
 */
public final class LocalBroker implements Instance {
    private static final Duration MAPPER_LIMIT = Duration.ofSeconds(10);

    private final NodeEnvironment environment;
    private final LocalProcess node;
    private final LocalProcess portMapper;
    private final Path ctl;

    /** Prepares a node in {@code folder} that runs {@code program}, the rabbitmq-server script. */
    public LocalBroker(ServerFolder folder, BrokerSettings settings, Path program) {
        environment = NodeEnvironment.in(folder, settings);
        ctl = program.resolveSibling("rabbitmqctl");
        node = new LocalProcess(new Launch(
                "rabbitmq",
                List.of(program.toString(), "-penstock_testbed", folder.path().toString()),
                environment.variables(),
                folder.path(),
                environment.data()));
        portMapper = new LocalProcess(new Launch(
                "epmd",
                List.of(epmd(), "-address", "127.0.0.1", "-port", Integer.toString(environment.mapperPort())),
                environment.variables(),
                folder.path(),
                environment.data()));
    }

    private static String epmd() {
        return Programs.ofThisMachine()
                .find("epmd")
                .orElseThrow(() -> new TestbedException(
                        "RabbitMQ is on this machine, but Erlang's port mapper epmd is not in the search path; add it"))
                .toString();
    }

    /** A rabbitmqctl call for this node. */
    public Command ctl(List<String> words) {
        return Command.of(ctl.toString()).with(words).in(environment.variables());
    }

    @Override
    public void start() {
        if (!portMapper.isRunning()) {
            portMapper.start();
            if (!Poll.until(MAPPER_LIMIT, this::mapperAnswers)) {
                throw new TestbedException("epmd does not answer on port %d:%n%s"
                        .formatted(environment.mapperPort(), portMapper.logTail()));
            }
        }
        node.start();
    }

    private boolean mapperAnswers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), environment.mapperPort())) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public void stop() {
        node.stop();
    }

    @Override
    public void kill() {
        node.kill();
    }

    @Override
    public void pause() {
        node.pause();
    }

    @Override
    public void resume() {
        node.resume();
    }

    @Override
    public boolean isRunning() {
        return node.isRunning();
    }

    @Override
    public void eraseData() {
        node.eraseData();
    }

    @Override
    public void dispose(boolean dataToo) {
        portMapper.kill();
        portMapper.dispose(dataToo);
        node.dispose(dataToo);
    }

    @Override
    public String logTail() {
        return node.logTail();
    }
}
