package io.penstock.console.http;

import io.penstock.console.store.Database;
import io.penstock.console.store.Dialect;
import io.penstock.console.store.TestDatabases;
import io.penstock.testbed.PostgresServer;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.WithServers;

/** The same as on H2. */
@WithServers(ServerKind.POSTGRES)
class OidcOnPostgresIT extends OidcTest {
    private final PostgresServer postgres;

    OidcOnPostgresIT(PostgresServer postgres) {
        this.postgres = postgres;
    }

    @Override
    Database database() {
        return TestDatabases.open(Dialect.POSTGRESQL, postgres);
    }
}
