package io.penstock.console.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.console.store.Database;
import io.penstock.console.store.DatabaseSettings;
import io.penstock.console.store.SettableClock;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApiTokensTest {
    private final Database database =
            Database.open(new DatabaseSettings("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "", "", 4));
    private final SettableClock clock = new SettableClock();
    private final ApiTokens here = new ApiTokens(database.jdbi(), clock);
    private final ApiTokens elsewhere = new ApiTokens(database.jdbi(), clock);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void a_token_that_was_good_a_moment_ago_is_refused_at_once_where_it_was_revoked_and_soon_by_other_consoles() {
        ApiTokens.Created token =
                here.create("shop", Grants.of(Role.PRODUCER), null).orElseThrow();
        assertThat(here.authenticate(token.secret())).isPresent();
        assertThat(elsewhere.authenticate(token.secret())).isPresent();

        assertThat(here.revoke(token.token().id())).isTrue();
        assertThat(here.authenticate(token.secret())).isEmpty();
        await().atMost(Duration.ofSeconds(5))
                .until(() -> elsewhere.authenticate(token.secret()).isEmpty());
    }

    @Test
    void a_token_that_runs_out_is_refused_then_and_not_a_moment_later() {
        ApiTokens.Created token = here.create(
                        "shop", Grants.of(Role.PRODUCER), clock.instant().plus(Duration.ofSeconds(10)))
                .orElseThrow();
        assertThat(here.authenticate(token.secret())).isPresent();
        clock.pass(Duration.ofSeconds(10));
        assertThat(here.authenticate(token.secret())).isEmpty();
    }
}
