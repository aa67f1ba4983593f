package io.penstock.console.http;

import io.penstock.console.access.Grants;
import io.penstock.console.access.OidcLogins;
import io.penstock.console.access.OidcProvider;
import io.penstock.console.access.Rule;
import io.penstock.console.access.Sessions;
import io.penstock.console.access.User;
import io.penstock.console.access.Users;
import java.net.URI;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signing in through the identity provider. */
public final class OidcRoutes {
    private static final Logger log = LoggerFactory.getLogger(OidcRoutes.class);
    private static final String PATH = Route.API + "/session/oidc";
    private static final String COOKIE = "penstock_login";

    private final OidcProvider provider;
    private final OidcLogins logins;
    private final Users users;
    private final Sessions sessions;

    public OidcRoutes(OidcProvider provider, OidcLogins logins, Users users, Sessions sessions) {
        this.provider = provider;
        this.logins = logins;
        this.users = users;
        this.sessions = sessions;
    }

    /** The routes. */
    public List<Route> routes() {
        return List.of(
                new Route(
                        Route.Method.GET,
                        PATH,
                        new Rule.Anyone(),
                        Effect.reads(),
                        Operation.of("Sends the browser to the identity provider")
                                .giving(new Operation.Gives.Elsewhere())
                                .failing(403, 502),
                        this::begin),
                new Route(
                        Route.Method.GET,
                        PATH + "/callback",
                        new Rule.Anyone(),
                        Effect.discloses("session.begin_oidc"),
                        Operation.of("Where the identity provider sends the browser back")
                                .with(
                                        Parameter.text("code", 4_096, "The code"),
                                        Parameter.text("state", 256, "Which login"),
                                        Parameter.text("error", 256, "What went wrong there"),
                                        Parameter.text("error_description", 4_096, "The same for people"),
                                        Parameter.text("error_uri", 4_096, "Where more is said of it"),
                                        Parameter.text("iss", 1_024, "The issuer"),
                                        Parameter.text("session_state", 1_024, "The provider's own"))
                                .giving(new Operation.Gives.Elsewhere())
                                .failing(401, 403, 409, 502),
                        this::callback));
    }

    private Answer begin(Call call) {
        Visit visit = call.visit();
        SessionRoutes.requirePrivacy(visit);
        OidcLogins.Begun login = logins.begin();
        try {
            URI there = provider.authorization(login, redirect(visit));
            visit.setCookie(COOKIE, login.state(), OidcLogins.LONGEST.toSeconds());
            return new Answer.Redirect(there);
        } catch (OidcProvider.Failure e) {
            throw upstream(e);
        }
    }

    private static URI redirect(Visit visit) {
        return URI.create(visit.origin() + visit.base() + PATH + "/callback");
    }

    private Answer callback(Call call) {
        Visit visit = call.visit();
        String state = call.text("state");
        String code = call.text("code");
        // a login that this browser did not begin may be somebody else's
        if (state == null || !state.equals(visit.cookie(COOKIE))) {
            throw refused("this browser did not begin this login, or too long ago");
        }
        visit.setCookie(COOKIE, "", 0);
        OidcLogins.Pending pending =
                logins.end(state).orElseThrow(() -> refused("this login took too long, or has ended already"));
        if (code == null) {
            throw refused("the identity provider did not let you in");
        }
        OidcProvider.Identity identity = identify(code, pending, redirect(visit));
        call.act().on("user " + identity.name());
        User user = user(identity);
        SessionRoutes.setCookie(visit, sessions.begin(user));
        return new Answer.Redirect(URI.create(visit.base() + "/"));
    }

    private OidcProvider.Identity identify(String code, OidcLogins.Pending pending, URI redirect) {
        try {
            return provider.identify(code, pending, redirect);
        } catch (OidcProvider.Failure e) {
            throw upstream(e);
        }
    }

    private User user(OidcProvider.Identity identity) {
        Grants grants = identity.grants()
                .orElseThrow(() -> new ProblemException(Problem.forbidden(
                        "the identity provider gave you no role here; see PENSTOCK_CONSOLE_OIDC_ROLE_CLAIM")));
        User user = users.fromProvider(identity.externalId(), identity.name(), grants)
                .orElseThrow(() -> new ProblemException(Problem.conflict("there is another user of your name")));
        if (user.disabled()) {
            throw new ProblemException(Problem.forbidden("this user is disabled"));
        }
        return user;
    }

    private static ProblemException refused(String detail) {
        return new ProblemException(Problem.unauthenticated(detail));
    }

    private static ProblemException upstream(OidcProvider.Failure failure) {
        log.warn("nobody can sign in through the identity provider: {}", failure.getMessage(), failure);
        return new ProblemException(Problem.upstream(String.valueOf(failure.getMessage())));
    }
}
