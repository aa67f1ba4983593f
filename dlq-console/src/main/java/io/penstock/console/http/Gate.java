package io.penstock.console.http;

import io.penstock.console.access.ApiTokens;
import io.penstock.console.access.Principal;
import io.penstock.console.access.Rule;
import io.penstock.console.access.Session;
import io.penstock.console.access.Sessions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, whether they may, and whether it is they who call. A cookie is sent by the browser whoever made it call, so calls with
 * one that change something need the session's token, and must not come from another site. Thread-safe.
 */
final class Gate {
    /** The header that a page sends the session's token in. */
    static final String CSRF_HEADER = "X-CSRF-Token";

    private final ApiTokens tokens;
    private final Sessions sessions;

    Gate(ApiTokens tokens, Sessions sessions) {
        this.tokens = tokens;
        this.sessions = sessions;
    }

    /**
     * Whoever calls, null if nobody says who it is.
     *
     * @throws ProblemException if who it claims to be is not so
     */
    @Nullable
    Principal identify(Visit visit) {
        String authorization = visit.context().header("Authorization");
        if (authorization != null) {
            return bearer(authorization)
                    .flatMap(tokens::authenticate)
                    .orElseThrow(() -> refuse("the token is not known, or no longer good"));
        }
        String cookie = visit.cookie(Visit.SESSION_COOKIE);
        return cookie == null ? null : sessions.authenticate(cookie).orElse(null);
    }

    private static Optional<String> bearer(String authorization) {
        return authorization.regionMatches(true, 0, "Bearer ", 0, 7)
                ? Optional.of(authorization.substring(7).strip())
                : Optional.empty();
    }

    /** Lets the caller pass, or throws a {@link ProblemException}. */
    void check(Route route, Visit visit, @Nullable Principal caller) {
        Rule rule = route.rule();
        if (!rule.permits(caller)) {
            throw caller == null
                    ? refuse("this needs a token or a session, and " + rule.text())
                    : new ProblemException(Problem.forbidden("this needs " + rule.text()));
        }
        if (route.effect().mutates()) {
            checkOrigin(visit);
            Session session = caller == null ? null : caller.session();
            if (session != null) {
                checkToken(visit, session);
            }
        }
    }

    private static ProblemException refuse(String detail) {
        return new ProblemException(Problem.unauthenticated(detail));
    }

    /** Browsers say where a call comes from; other programs say nothing. */
    private static void checkOrigin(Visit visit) {
        String site = visit.context().header("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            throw forged("a page of another site made the browser send this");
        }
        String origin = visit.context().header("Origin");
        if (origin != null && !origin.equals(visit.origin())) {
            throw forged("header Origin: expected " + visit.origin()
                    + "; behind a proxy see PENSTOCK_CONSOLE_TRUST_PROXY and PENSTOCK_CONSOLE_PUBLIC_URL");
        }
    }

    private static void checkToken(Visit visit, Session session) {
        String sent = visit.context().header(CSRF_HEADER);
        if (sent == null || !session.isFrom(sent)) {
            throw forged("header " + CSRF_HEADER + ": expected the token that GET /api/v1/session tells");
        }
    }

    private static ProblemException forged(String detail) {
        return new ProblemException(Problem.forged(detail));
    }
}
