package io.penstock.console.schedule;

import io.penstock.console.store.Database;
import io.penstock.console.store.Dialect;
import org.jdbi.v3.core.Handle;
import org.jobrunr.storage.JobRunrMetadata;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.sql.common.SqlStorageProviderFactory;

/**
 * JobRunr's tables, which it creates itself. It guards that with a row that a killed process leaves behind, after which it would
 * refuse to start for good. So only one console at a time gets that far, and what it finds there is such a remnant.
 */
final class JobRunrTables {
    /** A number that nobody else uses for a lock, as far as one can know: "JobRunr" in ASCII. */
    private static final long LOCK = 0x4a6f6252756e72L;

    private static final String GUARD = "00000000-0000-0000-0000-000000000000";

    private static final String VERSION = "database_version";
    private static final String OWNER = "cluster";

    private JobRunrTables() {}

    static StorageProvider open(Database database) {
        return database.jdbi().withHandle(handle -> {
            if (database.dialect() == Dialect.H2) {
                return create(database, handle);
            }
            handle.execute("SELECT pg_advisory_lock(" + LOCK + ")");
            try {
                return create(database, handle);
            } finally {
                handle.execute("SELECT pg_advisory_unlock(" + LOCK + ")");
            }
        });
    }

    private static StorageProvider create(Database database, Handle handle) {
        boolean known = handle.createQuery("SELECT COUNT(*) FROM information_schema.tables"
                                + " WHERE LOWER(table_name) = 'jobrunr_migrations'")
                        .mapTo(Integer.class)
                        .one()
                > 0;
        if (known) {
            handle.execute("DELETE FROM jobrunr_migrations WHERE id = ?", GUARD);
        }
        StorageProvider storage = SqlStorageProviderFactory.using(database.dataSource());
        declareCurrent(storage);
        return storage;
    }

    /**
     * Otherwise its first start would write all jobs anew, as if they were of version 5; if one of them is cancelled meanwhile, that
     * fails, and then it runs no jobs until it is started again (8.7.0, {@code MigrateFromV5toV6Task}).
     */
    private static void declareCurrent(StorageProvider storage) {
        if (storage.getMetadata(VERSION, OWNER) == null) {
            storage.saveMetadata(new JobRunrMetadata(VERSION, OWNER, "6.0.0"));
        }
    }
}
