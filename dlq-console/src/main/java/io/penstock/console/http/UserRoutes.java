package io.penstock.console.http;

import io.penstock.console.access.Grants;
import io.penstock.console.access.Passwords;
import io.penstock.console.access.Principal;
import io.penstock.console.access.Role;
import io.penstock.console.access.Rule;
import io.penstock.console.access.User;
import io.penstock.console.access.Users;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Users, for administrators. Users are disabled and not deleted, as the audit log names them. */
public final class UserRoutes {
    private static final Rule ADMIN = new Rule.Everywhere(Role.ADMIN);
    private static final String PATH = Route.API + "/users";
    private static final Parameter ID = Parameter.id("id", "The user's id");

    private final Users users;

    public UserRoutes(Users users) {
        this.users = users;
    }

    /** A user. */
    public record UserView(
            String id,
            String name,
            GrantsView grants,
            boolean external,
            boolean disabled,
            Instant createdAt,
            @Nullable Instant lastLoginAt) {
        static UserView of(User user) {
            return new UserView(
                    Long.toString(user.id()),
                    user.name(),
                    GrantsView.of(user.grants()),
                    user.external(),
                    user.disabled(),
                    user.createdAt(),
                    user.lastLoginAt());
        }
    }

    /** All users. */
    public record UserList(List<UserView> users) {}

    /** A user to be. */
    public record NewUser(String name, String password, GrantsView grants) {
        @Override
        public String toString() {
            return "NewUser[name=" + name + "]";
        }
    }

    /** What shall be another way; what is absent stays. */
    public record UserChange(
            @Nullable GrantsView grants,
            @Nullable Boolean disabled,
            @Nullable String password) {
        @Override
        public String toString() {
            return "UserChange[grants=" + grants + ", disabled=" + disabled + "]";
        }
    }

    /** The routes. */
    public List<Route> routes() {
        return List.of(
                new Route(
                        Route.Method.GET,
                        PATH,
                        ADMIN,
                        Effect.reads(),
                        Operation.of("All users").giving(UserList.class),
                        call -> Answer.ok(new UserList(
                                users.all().stream().map(UserView::of).toList()))),
                new Route(
                        Route.Method.POST,
                        PATH,
                        ADMIN,
                        Effect.changes("users.create"),
                        Operation.of("Create a user with a password")
                                .taking(NewUser.class)
                                .giving(201, UserView.class)
                                .failing(409),
                        this::create),
                new Route(
                        Route.Method.GET,
                        PATH + "/{id}",
                        ADMIN,
                        Effect.reads(),
                        Operation.of("A user").with(ID).giving(UserView.class).failing(404),
                        call -> Answer.ok(UserView.of(find(call)))),
                new Route(
                        Route.Method.PATCH,
                        PATH + "/{id}",
                        ADMIN,
                        Effect.changes("users.change"),
                        Operation.of("Change what a user was given, disable or enable one, set a password")
                                .with(ID)
                                .taking(UserChange.class)
                                .giving(UserView.class)
                                .failing(404, 409),
                        this::change));
    }

    private User find(Call call) {
        return users.byId(call.id("id"))
                .orElseThrow(() -> new ProblemException(Problem.notFound("there is no user with this id")));
    }

    private Answer create(Call call) {
        NewUser wanted = call.body(NewUser.class);
        checkName(wanted.name());
        checkPassword(wanted.password());
        Grants grants = wanted.grants().grants();
        call.act().on("user " + wanted.name()).detail("grants", GrantsView.json(grants));
        User user = users.create(wanted.name(), wanted.password(), grants)
                .orElseThrow(() -> new ProblemException(Problem.conflict("there is a user of this name")));
        return Answer.created(UserView.of(user));
    }

    private Answer change(Call call) {
        UserChange wanted = call.body(UserChange.class);
        User user = find(call);
        call.act().on("user " + user.name());
        refuseOnOneself(call.caller(), user, wanted);
        GrantsView view = wanted.grants();
        String password = wanted.password();
        if (user.external() && (view != null || password != null)) {
            throw new ProblemException(
                    Problem.conflict("the identity provider says what this user was given; it can only be disabled"));
        }
        if (password != null) {
            checkPassword(password);
        }
        Grants grants = view == null ? user.grants() : view.grants();
        boolean disabled = wanted.disabled() == null ? user.disabled() : wanted.disabled();
        users.change(user.id(), grants, disabled);
        if (password != null) {
            users.changePassword(user.id(), password);
        }
        call.act()
                .detail("grants", GrantsView.json(grants))
                .detail("disabled", disabled)
                .detail("password", password == null ? null : "changed");
        return Answer.ok(UserView.of(find(call)));
    }

    /** Otherwise the last administrator could lock everybody out. */
    private static void refuseOnOneself(Principal caller, User user, UserChange wanted) {
        boolean oneself = caller.kind() == Principal.Kind.USER && caller.id() == user.id();
        if (oneself && (wanted.grants() != null || Boolean.TRUE.equals(wanted.disabled()))) {
            throw new ProblemException(Problem.conflict("nobody changes what they were given themselves, or disables"
                    + " themselves: another administrator can"));
        }
    }

    static void checkName(String name) {
        if (!name.matches("[\\p{L}\\p{N}][\\p{L}\\p{N}._@+ -]{0,99}")) {
            throw new ProblemException(Problem.invalid(
                    "name",
                    "name: expected 1 to 100 letters, digits or any of . _ @ + - and blanks, a letter or digit first"));
        }
    }

    static void checkPassword(String password) {
        if (password.length() < Passwords.SHORTEST || password.length() > Passwords.LONGEST) {
            throw new ProblemException(Problem.invalid(
                    "password",
                    "password: expected " + Passwords.SHORTEST + " to " + Passwords.LONGEST + " characters"));
        }
    }
}
