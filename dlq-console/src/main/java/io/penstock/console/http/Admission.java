package io.penstock.console.http;

import io.penstock.console.access.ApiTokens;
import io.penstock.console.access.Sessions;
import io.penstock.console.audit.AuditLog;
import io.penstock.console.audit.RefusalQuota;

/**
 * What every call passes: the gate, and whoever keeps the audit log.
 */
public final class Admission {
    private final Gate gate;
    private final Recorder recorder;

    public Admission(ApiTokens tokens, Sessions sessions, AuditLog log, RefusalQuota quota) {
        this.gate = new Gate(tokens, sessions);
        this.recorder = new Recorder(log, quota);
    }

    Gate gate() {
        return gate;
    }

    Recorder recorder() {
        return recorder;
    }
}
