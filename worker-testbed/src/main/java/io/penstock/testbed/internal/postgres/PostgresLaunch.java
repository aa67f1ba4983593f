package io.penstock.testbed.internal.postgres;

import io.penstock.testbed.internal.folder.ServerFolder;
import io.penstock.testbed.internal.instance.Container;
import io.penstock.testbed.internal.instance.Docker;
import io.penstock.testbed.internal.instance.Instance;
import java.nio.file.Path;
import java.util.List;

/** How a PostgreSQL server is run: as it is delivered, with its time zone and its log set. */
public final class PostgresLaunch {
    /** Its log is read by people only when something failed. */
    static final List<String> SETTINGS = List.of("-c", "log_timezone=UTC", "-c", "timezone=UTC");

    private PostgresLaunch() {}

    /** Prepares a process of this machine. */
    public static Instance process(ServerFolder folder, PostgresAccess access, Path program) {
        return new LocalPostgres(folder, access, program);
    }

    /** Prepares a container. */
    public static Instance container(ServerFolder folder, PostgresAccess access, Docker docker, String image) {
        var options = List.of(
                "--publish",
                "127.0.0.1:%d:5432".formatted(access.port()),
                "--env",
                "POSTGRES_USER=" + PostgresAccess.USER,
                "--env",
                "POSTGRES_PASSWORD=" + access.password());
        var name = "penstock-testbed-postgres-" + folder.secret("name");
        return new Container(docker, name, "/var/lib/postgresql/data", options, List.of(image));
    }
}
