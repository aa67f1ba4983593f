package io.penstock.testbed.internal.postgres;

import io.penstock.testbed.TestbedException;
import io.penstock.testbed.internal.command.Command;
import io.penstock.testbed.internal.folder.ServerFolder;
import io.penstock.testbed.internal.instance.Instance;
import io.penstock.testbed.internal.instance.Launch;
import io.penstock.testbed.internal.instance.LocalProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A PostgreSQL server as a process of this machine.
 *
 * <p>It refuses to run as root. For root it runs as the user that its package created, with the one right that lets it
 * reach its folder below folders that only root may enter.
 */
final class LocalPostgres implements Instance {
    private static final String UNPRIVILEGED = "postgres";

    /** A marker tells a finished cluster from one whose making was interrupted. */
    private static final String SCRIPT = """
            set -e
            bin=$1; data=$2; password=$3; shift 3
            if [ ! -e "$data/penstock.made" ]; then
              find "$data" -mindepth 1 -delete
              "$bin/initdb" --pgdata="$data" --username=penstock --pwfile="$password" --auth=scram-sha-256 \\
                --encoding=UTF8 --locale=C --no-sync
              echo 'CREATE DATABASE penstock' | "$bin/postgres" --single -D "$data" postgres
              : >"$data/penstock.made"
            fi
            exec "$bin/postgres" -D "$data" "$@"
            """;

    private final Path data;
    private final Path bin;
    private final List<String> asUser;
    private final LocalProcess process;

    LocalPostgres(ServerFolder folder, PostgresAccess access, Path program) {
        this.data = folder.folder("data");
        this.bin = real(program).resolveSibling(".").normalize();
        this.asUser = isRoot() ? unprivileged() : List.of();
        Path password = folder.write("password", access.password() + "\n");
        List<String> words = new ArrayList<>(asUser);
        words.addAll(List.of("sh", "-c", SCRIPT, "postgres", bin.toString(), data.toString(), password.toString()));
        words.addAll(List.of("-p", Integer.toString(access.port()), "-c", "listen_addresses=127.0.0.1"));
        words.addAll(List.of("-c", "unix_socket_directories="));
        words.addAll(PostgresLaunch.SETTINGS);
        this.process =
                new LocalProcess(new Launch("postgres", words, Map.of("LC_ALL", "C.UTF-8"), folder.path(), data));
    }

    private static Path real(Path program) {
        try {
            return program.toRealPath();
        } catch (IOException failure) {
            throw new TestbedException("Could not find out where %s leads to: %s".formatted(program, failure), failure);
        }
    }

    private static boolean isRoot() {
        return "0".equals(Command.of("id", "-u").run().strip());
    }

    private static List<String> unprivileged() {
        return List.of(
                "setpriv",
                "--reuid=" + UNPRIVILEGED,
                "--regid=" + UNPRIVILEGED,
                "--clear-groups",
                "--inh-caps=+dac_override",
                "--ambient-caps=+dac_override");
    }

    @Override
    public void start() {
        if (!asUser.isEmpty()) {
            giveDataToItsUser();
        }
        process.start();
    }

    private void giveDataToItsUser() {
        try {
            var users = data.getFileSystem().getUserPrincipalLookupService();
            Files.setOwner(data, users.lookupPrincipalByName(UNPRIVILEGED));
        } catch (IOException failure) {
            throw new TestbedException(
                    "PostgreSQL does not run as root, and %s could not be given to the user %s: %s"
                            .formatted(data, UNPRIVILEGED, failure),
                    failure);
        }
    }

    /** SIGTERM would wait until every client has left by itself. */
    @Override
    public void stop() {
        if (process.isRunning()) {
            process.resume();
            List<String> words = new ArrayList<>(asUser);
            words.addAll(List.of(bin.resolve("pg_ctl").toString(), "stop", "-s", "-m", "fast", "-D", data.toString()));
            Command.of().with(words).run();
            process.stop();
        }
    }

    @Override
    public void kill() {
        process.kill();
    }

    @Override
    public void pause() {
        process.pause();
    }

    @Override
    public void resume() {
        process.resume();
    }

    @Override
    public boolean isRunning() {
        return process.isRunning();
    }

    @Override
    public void eraseData() {
        process.eraseData();
    }

    @Override
    public void dispose(boolean dataToo) {
        process.dispose(dataToo);
    }

    @Override
    public String logTail() {
        return process.logTail();
    }
}
