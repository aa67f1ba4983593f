package io.penstock.console.http;

import io.penstock.console.audit.Act;
import io.penstock.console.schedule.Definition;

/** What the audit log says of a schedule: everything but its payload. */
final class ScheduleAudit {
    private ScheduleAudit() {}

    static void describe(Act act, Definition definition) {
        act.detail("name", definition.name())
                .detail("queue", definition.job().queue())
                .detail("type", definition.job().type())
                .detail("tenant", definition.job().owner().tenant())
                .detail("timing", definition.timing().toString())
                .detail("policy", definition.policy().toString());
    }
}
