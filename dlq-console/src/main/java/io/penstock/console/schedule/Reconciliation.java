package io.penstock.console.schedule;

import io.penstock.console.store.Database;
import io.penstock.internal.config.ConfigException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the schedules that the file keeps be those that are in it: new ones are created, others changed where they differ, and those
 * that are no longer there deleted. What is paused stays paused.
 */
final class Reconciliation {
    private static final Logger log = LoggerFactory.getLogger(Reconciliation.class);
    private static final String BY = "schedules file";

    private final Database database;
    private final Schedules schedules;

    Reconciliation(Database database, Schedules schedules) {
        this.database = database;
        this.schedules = schedules;
    }

    /** @throws ConfigException if a name is in use that the file does not keep; nothing is changed then */
    void apply(List<Definition> wanted) {
        database.inTransaction(handle -> {
            apply(handle, wanted);
            return wanted.size();
        });
        log.info("{} schedules are kept by the file", wanted.size());
    }

    private void apply(Handle handle, List<Definition> wanted) {
        Map<String, Schedule> there = new HashMap<>();
        List<Stored> rows = Schedules.lockThoseOfFile(handle);
        Stored.readable(rows).forEach(schedule -> there.put(key(schedule.definition()), schedule));
        Stored.unreadable(rows).forEach(broken -> {
            log.warn(
                    "schedule {} of the file cannot be read, and is made anew or deleted: {}",
                    broken.id(),
                    broken.why());
            ScheduleWriter.delete(handle, broken.id());
        });
        for (Definition definition : wanted) {
            Schedule before = there.remove(key(definition));
            if (before == null) {
                create(handle, definition);
            } else {
                redefine(handle, before, definition);
            }
        }
        there.values().forEach(gone -> ScheduleWriter.delete(handle, gone.id()));
    }

    private void redefine(Handle handle, Schedule before, Definition definition) {
        if (!before.definition().equals(definition)) {
            schedules.redefine(handle, before, definition);
        }
    }

    private void create(Handle handle, Definition definition) {
        if (schedules.create(handle, definition, Schedule.Keeper.FILE, BY).isPresent()) {
            return;
        }
        // another console may have created it from the same file since the others were looked at
        Optional<Schedule> there = Schedules.lockNamed(handle, definition).filter(Schedule::isOfFile);
        if (there.isPresent()) {
            redefine(handle, there.get(), definition);
        } else {
            throw new ConfigException("schedule " + definition.name()
                    + ": expected a name that is not in use, got one of a schedule that the file does not keep");
        }
    }

    private static String key(Definition definition) {
        return definition.job().owner().tenant() + "/" + definition.name();
    }
}
