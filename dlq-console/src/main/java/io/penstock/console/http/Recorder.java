package io.penstock.console.http;

import io.penstock.console.access.Principal;
import io.penstock.console.audit.Act;
import io.penstock.console.audit.Actor;
import io.penstock.console.audit.AuditLog;
import io.penstock.console.audit.Outcome;
import io.penstock.console.audit.RefusalQuota;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Puts calls into the audit log: what is to be told of them, and every refusal. Thread-safe. */
final class Recorder {
    private final AuditLog log;
    private final RefusalQuota quota;

    Recorder(AuditLog log, RefusalQuota quota) {
        this.log = log;
        this.quota = quota;
    }

    static Act act(Route route, Visit visit, @Nullable Principal caller) {
        String action = route.effect().action();
        return new Act(
                actor(visit, caller), action == null ? route.method() + " " + route.path() : action, visit.requestId());
    }

    private static Actor actor(Visit visit, @Nullable Principal caller) {
        return caller == null
                ? Actor.anonymous(visit.address())
                : new Actor(
                        caller.kind().name().toLowerCase(Locale.ROOT),
                        Long.toString(caller.id()),
                        caller.name(),
                        visit.address());
    }

    /** Stores that the action begins; returns its entry, null if nobody need know of it yet. */
    @Nullable
    Long begin(Route route, Act act, @Nullable Principal caller) {
        return route.effect().announced() && caller != null ? log.begin(act) : null;
    }

    void end(Route route, @Nullable Long entry, Act act, Outcome outcome) {
        if (entry != null) {
            log.end(entry, act, outcome);
        } else if (route.effect().action() != null) {
            log.recordSoon(act, outcome);
        }
    }

    /** Of whoever is not signed in, what succeeded is stored, and of the rest the address' share. */
    void endOfAnonymous(Route route, Act act, Outcome outcome, String address) {
        if (route.effect().action() == null) {
            return;
        }
        if (outcome == Outcome.DONE) {
            log.record(act, outcome);
        } else {
            quota.take(address).ifPresent(left -> log.record(act.detail("refusals_left_out", left), outcome));
        }
    }

    /** Whoever is not signed in can be refused as often as they like: an address has its share of the log. */
    void refused(Act act, Problem problem, boolean signedIn, String address) {
        act.detail("problem", problem.kind()).detail("why", problem.detail());
        if (signedIn) {
            log.record(act, Outcome.REFUSED);
        } else {
            quota.take(address).ifPresent(left -> log.record(act.detail("refusals_left_out", left), Outcome.REFUSED));
        }
    }
}
