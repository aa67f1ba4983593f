package io.penstock.testbed;

import io.penstock.testbed.internal.folder.DataFolder;
import io.penstock.testbed.internal.folder.ServerFolder;
import io.penstock.testbed.internal.instance.Instance;
import io.penstock.testbed.internal.postgres.PostgresAccess;
import io.penstock.testbed.internal.postgres.PostgresConnection;
import io.penstock.testbed.internal.postgres.PostgresLaunch;
import io.penstock.testbed.internal.provisioning.Found.AsImage;
import io.penstock.testbed.internal.provisioning.Found.OnMachine;
import io.penstock.testbed.internal.provisioning.Provisioning;
import io.penstock.testbed.internal.provisioning.Software;
import java.sql.SQLException;
import java.util.regex.Pattern;

/** A PostgreSQL server with one user, who may do everything, and as many databases as are asked for. */
public final class PostgresServer extends LocalServer {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    private final PostgresAccess access;

    private PostgresServer(ServerFolder folder, PostgresAccess access, Instance instance) {
        super("PostgreSQL", folder, instance);
        this.access = access;
    }

    /** Finds or installs PostgreSQL and prepares a server in {@code testbed}; nothing runs yet. */
    static PostgresServer in(DataFolder testbed, Provisioning provisioning) {
        ServerFolder folder = ServerFolder.open(testbed, "postgres");
        PostgresAccess access = new PostgresAccess(folder.port("port"), folder.secret("password"));
        Instance instance = switch (provisioning.find(Software.POSTGRESQL)) {
            case OnMachine found -> PostgresLaunch.process(folder, access, found.program());
            case AsImage found -> PostgresLaunch.container(folder, access, provisioning.docker(), found.image());
        };
        return new PostgresServer(folder, access, instance);
    }

    @Override
    boolean answers() {
        try (PostgresConnection connection = new PostgresConnection(access)) {
            connection.execute("SELECT 1");
            return true;
        } catch (SQLException stillStartingOrDown) {
            return false;
        }
    }

    /**
     * Creates an empty database and returns its JDBC URL, without user and password.
     *
     * @param database lower-case letters, digits and {@code _}, at most 63; must not be there yet
     */
    public String createDatabase(String database) {
        if (!NAME.matcher(database).matches()) {
            throw new IllegalArgumentException("the name of a database is %s, not: %s".formatted(NAME, database));
        }
        execute("CREATE DATABASE " + database, "The database " + database + " could not be created");
        return access.jdbcUrl(database);
    }

    private void execute(String sql, String consequence) {
        try (PostgresConnection connection = new PostgresConnection(access)) {
            connection.execute(sql);
        } catch (SQLException failure) {
            throw new TestbedException("%s: %s".formatted(consequence, failure.getMessage()), failure);
        }
    }

    /** The JDBC URL of the database {@code penstock}, which is there from the beginning, without user and password. */
    public String jdbcUrl() {
        return access.jdbcUrl(PostgresAccess.USER);
    }

    /** Who may connect. */
    public String user() {
        return PostgresAccess.USER;
    }

    /** The password of {@link #user()}. */
    public String password() {
        return access.password();
    }

    /** {@code postgresql://user:password@127.0.0.1:port/penstock}. */
    @Override
    public String url() {
        return "postgresql://%s:%s@127.0.0.1:%d/%s".formatted(user(), password(), access.port(), PostgresAccess.USER);
    }

    @Override
    public void cutConnections() {
        execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
                "The connections to PostgreSQL could not be cut");
    }
}
