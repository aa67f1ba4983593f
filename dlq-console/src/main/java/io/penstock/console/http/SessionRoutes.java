package io.penstock.console.http;

import io.penstock.console.access.LoginThrottle;
import io.penstock.console.access.Passwords;
import io.penstock.console.access.Principal;
import io.penstock.console.access.Role;
import io.penstock.console.access.Rule;
import io.penstock.console.access.Session;
import io.penstock.console.access.Sessions;
import io.penstock.console.access.User;
import io.penstock.console.access.Users;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Signing in with a password, signing out, who one is. */
public final class SessionRoutes {
    private final Users users;
    private final Sessions sessions;
    private final LoginThrottle throttle;
    private final boolean hasProvider;

    /** @param hasProvider whether people can sign in through an identity provider as well */
    public SessionRoutes(Users users, Sessions sessions, LoginThrottle throttle, boolean hasProvider) {
        this.users = users;
        this.sessions = sessions;
        this.throttle = throttle;
        this.hasProvider = hasProvider;
    }

    /** A user's name and password. */
    public record Login(String name, String password) {
        @Override
        public String toString() {
            return "Login[name=" + name + "]";
        }
    }

    /** The password there is and the one that shall be. */
    public record NewPassword(String old, String password) {
        @Override
        public String toString() {
            return "NewPassword[]";
        }
    }

    /**
     * Who the caller is.
     *
     * @param kind      user or token
     * @param csrfToken with a session: what to send as X-CSRF-Token with calls that change something
     * @param expiresAt with a session: when it ends at the latest
     */
    public record Me(
            String kind,
            String id,
            String name,
            GrantsView grants,
            @Nullable String csrfToken,
            @Nullable Instant expiresAt) {}

    /** How one can sign in. */
    public record Ways(boolean password, boolean provider) {}

    /** The routes. */
    public List<Route> routes() {
        String path = Route.API + "/session";
        Rule reader = new Rule.AtLeast(Role.READER);
        return List.of(
                new Route(
                        Route.Method.POST,
                        path,
                        new Rule.Anyone(),
                        Effect.changes("session.begin"),
                        Operation.of("Sign in with a password")
                                .taking(Login.class, 4_096)
                                .giving(Me.class)
                                .failing(401, 429),
                        this::login),
                new Route(
                        Route.Method.GET,
                        path,
                        reader,
                        Effect.reads(),
                        Operation.of("Who the caller is").giving(Me.class),
                        call -> Answer.ok(me(call.caller()))),
                new Route(
                        Route.Method.DELETE,
                        path,
                        reader,
                        Effect.changes("session.end"),
                        Operation.of("Sign out"),
                        this::logout),
                new Route(
                        Route.Method.GET,
                        path + "/ways",
                        new Rule.Anyone(),
                        Effect.reads(),
                        Operation.of("How one can sign in").giving(Ways.class),
                        call -> Answer.ok(new Ways(true, hasProvider))),
                new Route(
                        Route.Method.POST,
                        path + "/password",
                        reader,
                        Effect.changes("session.change_password"),
                        Operation.of("Change one's own password; ends all of one's sessions")
                                .taking(NewPassword.class, 4_096)
                                .failing(409, 429),
                        this::changePassword));
    }

    private Answer login(Call call) {
        Login login = call.body(Login.class);
        Visit visit = call.visit();
        call.act().on("user " + login.name());
        requirePrivacy(visit);
        User user = authenticate(call, login.name(), login.password());
        return begin(call, user);
    }

    /** A password or a session must not be read on its way. */
    static void requirePrivacy(Visit visit) {
        if (!visit.isHttps() && !visit.isLoopback()) {
            throw new ProblemException(Problem.forbidden(
                    "signing in needs https, or this machine's own address; behind a proxy that speaks https"
                            + " see PENSTOCK_CONSOLE_TRUST_PROXY and PENSTOCK_CONSOLE_PUBLIC_URL"));
        }
    }

    private User authenticate(Call call, String name, String password) {
        if (name.length() > 255 || password.length() > Passwords.LONGEST) {
            throw wrong();
        }
        String address = call.visit().address();
        Duration wait = throttle.attempt(name, address);
        if (!wait.isZero()) {
            throw new ProblemException(Problem.tooMany(
                    "too many logins failed under this name or from this address; API tokens go on working",
                    wait.toSeconds() + 1));
        }
        User user = users.authenticate(name, password).orElseThrow(SessionRoutes::wrong);
        throttle.succeeded(name, address);
        return user;
    }

    private static ProblemException wrong() {
        return new ProblemException(Problem.unauthenticated("name or password is wrong, or the user is disabled"));
    }

    private Answer begin(Call call, User user) {
        Sessions.Begun begun = sessions.begin(user);
        setCookie(call.visit(), begun);
        return Answer.ok(
                me(new Principal(Principal.Kind.USER, user.id(), user.name(), user.grants(), begun.session())));
    }

    static void setCookie(Visit visit, Sessions.Begun begun) {
        Duration left = Duration.between(Instant.now(), begun.session().expiresAt());
        visit.setCookie(Visit.SESSION_COOKIE, begun.secret(), left.toSeconds());
    }

    private static Me me(Principal caller) {
        Session session = caller.session();
        return new Me(
                caller.kind().name().toLowerCase(Locale.ROOT),
                Long.toString(caller.id()),
                caller.name(),
                GrantsView.of(caller.grants()),
                session == null ? null : session.csrfToken(),
                session == null ? null : session.expiresAt());
    }

    private Answer logout(Call call) {
        Session session = call.caller().session();
        if (session != null) {
            sessions.end(session);
            call.visit().setCookie(Visit.SESSION_COOKIE, "", 0);
        }
        return Answer.empty();
    }

    private Answer changePassword(Call call) {
        NewPassword wanted = call.body(NewPassword.class);
        Principal caller = call.caller();
        if (caller.kind() != Principal.Kind.USER) {
            throw new ProblemException(Problem.conflict("a token has no password"));
        }
        UserRoutes.checkPassword(wanted.password());
        authenticate(call, caller.name(), wanted.old());
        users.changePassword(caller.id(), wanted.password());
        call.visit().setCookie(Visit.SESSION_COOKIE, "", 0);
        return Answer.empty();
    }
}
