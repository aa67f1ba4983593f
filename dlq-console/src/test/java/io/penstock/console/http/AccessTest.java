package io.penstock.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.console.access.Grants;
import io.penstock.console.access.Principal;
import io.penstock.console.access.Role;
import io.penstock.console.access.Rule;
import io.penstock.console.audit.AuditFilter;
import io.penstock.console.audit.Outcome;
import io.penstock.console.letter.TenantScope;
import io.penstock.console.store.Database;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessTest {
    private static final String PASSWORD = "correct horse battery";

    private TestConsole console;

    /** That of an embedded console. */
    Database database() {
        return TestConsole.inMemory();
    }

    @BeforeAll
    void start() {
        console = new TestConsole(database());
        var unused =
                console.users.create("alice", PASSWORD, Grants.of(Role.ADMIN)).orElseThrow();
    }

    @AfterAll
    void stop() {
        console.close();
    }

    private TestConsole.Reply login(String name, String password) throws Exception {
        return console.ask("POST", "/api/v1/session")
                .body("{\"name\":\"%s\",\"password\":\"%s\"}".formatted(name, password))
                .reply();
    }

    private String cookie(TestConsole.Reply reply) {
        return reply.header("Set-Cookie").split(";", 2)[0];
    }

    /** Enqueueing is not among these routes; see JobRoutesIT. */
    @Test
    void whoever_may_only_enqueue_may_do_nothing_else_whatever_else_was_given() {
        var producer =
                new Principal(Principal.Kind.TOKEN, 1, "shop", new Grants(Role.PRODUCER, true, TenantScope.ALL), null);

        assertThat(console.table.routes())
                .isNotEmpty()
                .filteredOn(route -> !(route.rule() instanceof Rule.Anyone))
                .noneMatch(route -> route.rule().permits(producer));
    }

    @Test
    void nobody_gets_in_without_a_token_and_is_told_how() throws Exception {
        var reply = console.ask("GET", "/api/v1/users").reply();

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(reply.json().path("type").asText()).isEqualTo("urn:penstock:problem:unauthenticated");
    }

    @Test
    void a_role_may_do_what_is_its_own_and_nothing_above() throws Exception {
        String reader = console.token(Role.READER);

        assertThat(console.ask("GET", "/api/v1/session").token(reader).reply().status())
                .isEqualTo(200);
        assertThat(console.ask("GET", "/api/v1/users").token(reader).reply().status())
                .isEqualTo(403);
        assertThat(console.ask("GET", "/api/v1/users")
                        .token(console.token(Role.ADMIN))
                        .reply()
                        .status())
                .isEqualTo(200);
    }

    @Test
    void what_is_wrong_with_a_body_is_named_with_what_was_expected() throws Exception {
        var unknownField = console.ask("POST", "/api/v1/tokens")
                .token(console.token(Role.ADMIN))
                .body("{\"name\":\"ci\",\"roles\":\"producer\"}")
                .reply();
        assertThat(unknownField.json().path("field").asText()).isEqualTo("roles");
        assertThat(unknownField.json().path("detail").asText())
                .contains("expected fields", "grants, name")
                .endsWith("got roles");
        var unknownRole = console.ask("POST", "/api/v1/tokens")
                .token(console.token(Role.ADMIN))
                .body("{\"name\":\"ci\",\"grants\":{\"role\":\"boss\"}}")
                .reply();
        assertThat(unknownRole.json().path("field").asText()).isEqualTo("grants.role");
        assertThat(unknownRole.json().path("detail").asText())
                .endsWith("expected one of producer, reader, operator, editor, admin");
    }

    @Test
    void an_administrator_of_one_tenant_cannot_give_himself_the_others() throws Exception {
        String limited = console.tenantToken(Role.ADMIN, "acme");

        assertThat(console.ask("POST", "/api/v1/tokens")
                        .token(limited)
                        .body("{\"name\":\"more\",\"grants\":{\"role\":\"admin\"}}")
                        .reply()
                        .status())
                .isEqualTo(403);
    }

    @Test
    void a_token_is_told_once_stored_as_a_hash_and_refused_once_revoked() throws Exception {
        String admin = console.token(Role.ADMIN);
        JsonNode created = console.ask("POST", "/api/v1/tokens")
                .token(admin)
                .body("{\"name\":\"ci\",\"grants\":{\"role\":\"operator\",\"tenants\":[\"acme\"]}}")
                .reply()
                .json();
        String secret = created.path("secret").asText();
        String stored = console.database
                .jdbi()
                .withHandle(handle -> handle.createQuery("SELECT hash FROM console_token WHERE name = 'ci'")
                        .mapTo(String.class)
                        .one());

        assertThat(stored).hasSize(64).doesNotContain(secret);
        assertThat(console.ask("GET", "/api/v1/session")
                        .token(secret)
                        .reply()
                        .json()
                        .at("/grants/tenants/0")
                        .asText())
                .isEqualTo("acme");
        assertThat(console.ask(
                                "DELETE",
                                "/api/v1/tokens/" + created.at("/token/id").asText())
                        .token(admin)
                        .reply()
                        .status())
                .isEqualTo(204);
        assertThat(console.ask("GET", "/api/v1/session").token(secret).reply().status())
                .isEqualTo(401);
        assertThat(console.lines.toString(StandardCharsets.UTF_8)).doesNotContain(secret);
    }

    @Test
    void a_session_changes_something_only_with_its_token_and_from_its_own_pages() throws Exception {
        var begun = login("alice", PASSWORD);
        assertThat(begun.status()).isEqualTo(200);
        assertThat(begun.header("Set-Cookie"))
                .contains("HttpOnly", "SameSite=Lax")
                .doesNotContain("Secure");
        String csrf = begun.json().path("csrf_token").asText();
        var change = console.ask("POST", "/api/v1/tokens")
                .header("Cookie", cookie(begun))
                .body("{\"name\":\"from-a-page\",\"grants\":{\"role\":\"reader\"}}");

        assertThat(change.reply().status()).isEqualTo(403);
        assertThat(change.header("X-CSRF-Token", "guessed").reply().status()).isEqualTo(403);
        assertThat(change.header("X-CSRF-Token", csrf)
                        .header("Sec-Fetch-Site", "cross-site")
                        .reply()
                        .status())
                .isEqualTo(403);
        assertThat(change.header("X-CSRF-Token", csrf)
                        .header("Origin", "https://evil.example")
                        .reply()
                        .status())
                .isEqualTo(403);
        assertThat(change.header("X-CSRF-Token", csrf)
                        .header("Origin", "http://127.0.0.1:" + console.port)
                        .header("Sec-Fetch-Site", "same-origin")
                        .reply()
                        .status())
                .isEqualTo(201);
    }

    @Test
    void signing_out_ends_the_session_though_the_cookie_is_kept() throws Exception {
        var begun = login("alice", PASSWORD);
        console.ask("DELETE", "/api/v1/session")
                .header("Cookie", cookie(begun))
                .header("X-CSRF-Token", begun.json().path("csrf_token").asText())
                .reply();

        assertThat(console.ask("GET", "/api/v1/session")
                        .header("Cookie", cookie(begun))
                        .reply()
                        .status())
                .isEqualTo(401);
    }

    @Test
    void a_disabled_user_is_out_at_once() throws Exception {
        var user =
                console.users.create("carol", PASSWORD, Grants.of(Role.READER)).orElseThrow();
        var begun = login("carol", PASSWORD);
        console.ask("PATCH", "/api/v1/users/" + user.id())
                .token(console.token(Role.ADMIN))
                .body("{\"disabled\":true}")
                .reply();

        assertThat(console.ask("GET", "/api/v1/session")
                        .header("Cookie", cookie(begun))
                        .reply()
                        .status())
                .isEqualTo(401);
        assertThat(login("carol", PASSWORD).status()).isEqualTo(401);
    }

    @Test
    void guessing_is_slowed_down_and_the_log_says_so_without_the_passwords() throws Exception {
        int status = 0;
        for (int i = 0; i <= 10; i++) {
            status = login("mallory", "wrong password " + i).status();
        }
        assertThat(status).isEqualTo(429);
        assertThat(console.audit.page(new AuditFilter(null, "session.begin", Outcome.REFUSED, null, null), null, 100))
                .anySatisfy(entry -> {
                    assertThat(entry.target()).isEqualTo("user mallory");
                    assertThat(entry.details().path("problem").asText()).isEqualTo("too-many");
                });
        assertThat(console.lines.toString(StandardCharsets.UTF_8)).doesNotContain("wrong password");
    }

    @Test
    void passwords_are_refused_in_the_clear_except_on_this_machine() throws Exception {
        try (TestConsole behindProxy = new TestConsole(new Forwarding("", true, null), List.of())) {
            var unused = behindProxy
                    .users
                    .create("dave", PASSWORD, Grants.of(Role.READER))
                    .orElseThrow();
            var login = behindProxy
                    .ask("POST", "/api/v1/session")
                    .header("X-Forwarded-Host", "console.example")
                    .header("X-Forwarded-Prefix", "/ops")
                    .body("{\"name\":\"dave\",\"password\":\"" + PASSWORD + "\"}");

            assertThat(login.reply().status()).isEqualTo(403);
            assertThat(login.header("X-Forwarded-Proto", "https").reply().header("Set-Cookie"))
                    .contains("Path=/ops/", "; Secure");
        }
    }

    @Test
    void a_change_and_a_refusal_are_in_the_log_with_who_and_what() throws Exception {
        String admin = console.token(Role.ADMIN);
        String reader = console.token(Role.READER);
        assertThat(console.ask("POST", "/api/v1/users")
                        .token(admin)
                        .body("{\"name\":\"erin\",\"password\":\"" + PASSWORD + "\",\"grants\":{\"role\":\"editor\"}}")
                        .reply())
                .satisfies(reply -> assertThat(reply.status()).as(reply.body()).isEqualTo(201));
        console.ask("GET", "/api/v1/audit").token(reader).reply();

        JsonNode entries = console.ask("GET", "/api/v1/audit?limit=500")
                .token(admin)
                .reply()
                .json()
                .path("entries");
        assertThat(entries).anySatisfy(entry -> {
            assertThat(entry.path("action").asText()).isEqualTo("users.create");
            assertThat(entry.path("outcome").asText()).isEqualTo("done");
            assertThat(entry.path("target").asText()).isEqualTo("user erin");
            assertThat(entry.at("/details/grants/role").asText()).isEqualTo("editor");
        });
        assertThat(console.database
                        .jdbi()
                        .<String, RuntimeException>withHandle(handle -> handle.createQuery(
                                        "SELECT password_hash FROM console_user WHERE name = 'erin'")
                                .mapTo(String.class)
                                .one()))
                .startsWith("$argon2id$");
        assertThat(entries).anySatisfy(entry -> {
            assertThat(entry.path("action").asText()).isEqualTo("GET /api/v1/audit");
            assertThat(entry.path("outcome").asText()).isEqualTo("refused");
            assertThat(entry.path("target").asText()).isEqualTo("/api/v1/audit");
        });
        assertThat(console.lines.toString(StandardCharsets.UTF_8))
                .contains("\"action\":\"users.create\"")
                .doesNotContain(PASSWORD);
    }

    @Test
    void pages_of_the_log_follow_each_other_without_gaps() throws Exception {
        String admin = console.token(Role.ADMIN);
        for (int i = 0; i < 5; i++) {
            console.ask("GET", "/api/v1/users/999" + i).reply();
        }
        String cursor = "";
        List<String> ids = new ArrayList<>();
        do {
            JsonNode page = console.ask("GET", "/api/v1/audit?limit=2" + cursor)
                    .token(admin)
                    .reply()
                    .json();
            page.path("entries").forEach(entry -> ids.add(entry.path("id").asText()));
            cursor = page.has("next") ? "&cursor=" + page.path("next").asText() : "";
        } while (!cursor.isEmpty());
        assertThat(ids).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(5);
    }
}
