package io.penstock.console.http;

import io.penstock.console.access.ApiToken;
import io.penstock.console.access.ApiTokens;
import io.penstock.console.access.Grants;
import io.penstock.console.access.Role;
import io.penstock.console.access.Rule;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** API tokens, for administrators. */
public final class TokenRoutes {
    private static final Rule ADMIN = new Rule.Everywhere(Role.ADMIN);
    private static final String PATH = Route.API + "/tokens";

    private final ApiTokens tokens;

    public TokenRoutes(ApiTokens tokens) {
        this.tokens = tokens;
    }

    /** A token without its secret. */
    public record TokenView(
            String id,
            String name,
            GrantsView grants,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant lastUsedAt,
            @Nullable Instant revokedAt) {
        static TokenView of(ApiToken token) {
            return new TokenView(
                    Long.toString(token.id()),
                    token.name(),
                    GrantsView.of(token.grants()),
                    token.createdAt(),
                    token.expiresAt(),
                    token.lastUsedAt(),
                    token.revokedAt());
        }
    }

    /** All tokens. */
    public record TokenList(List<TokenView> tokens) {}

    /** A token to be. */
    public record NewToken(
            String name, GrantsView grants, @Nullable Instant expiresAt) {}

    /** A token with its secret, which is told once. */
    public record TokenCreated(TokenView token, String secret) {
        @Override
        public String toString() {
            return "TokenCreated[token=" + token + "]";
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
                        Operation.of("All API tokens, revoked ones too").giving(TokenList.class),
                        call -> Answer.ok(new TokenList(
                                tokens.all().stream().map(TokenView::of).toList()))),
                new Route(
                        Route.Method.POST,
                        PATH,
                        ADMIN,
                        Effect.changes("tokens.create"),
                        Operation.of("Create an API token; its secret is in this answer and nowhere else")
                                .taking(NewToken.class)
                                .giving(201, TokenCreated.class)
                                .failing(409),
                        this::create),
                new Route(
                        Route.Method.DELETE,
                        PATH + "/{id}",
                        ADMIN,
                        Effect.changes("tokens.revoke"),
                        Operation.of("Revoke an API token, for good and at once")
                                .with(Parameter.id("id", "The token's id"))
                                .failing(404),
                        this::revoke));
    }

    private Answer create(Call call) {
        NewToken wanted = call.body(NewToken.class);
        UserRoutes.checkName(wanted.name());
        Grants grants = wanted.grants().grants();
        call.act()
                .on("token " + wanted.name())
                .detail("grants", GrantsView.json(grants))
                .detail("expires_at", wanted.expiresAt());
        ApiTokens.Created created = tokens.create(wanted.name(), grants, wanted.expiresAt())
                .orElseThrow(() -> new ProblemException(Problem.conflict("a token of this name is in use")));
        return Answer.created(new TokenCreated(TokenView.of(created.token()), created.secret()));
    }

    private Answer revoke(Call call) {
        long id = call.id("id");
        call.act().on("token " + tokens.byId(id).map(ApiToken::name).orElse("?"));
        if (!tokens.revoke(id)) {
            throw new ProblemException(Problem.notFound("there is no token with this id that is good"));
        }
        return Answer.empty();
    }
}
