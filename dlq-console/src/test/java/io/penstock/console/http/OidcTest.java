package io.penstock.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.console.access.OidcSettings;
import io.penstock.console.store.Database;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OidcTest {
    private static final Map<String, String> ROLES = Map.of("ops", "operator", "sec", "reveal", "boss", "admin");

    private IdentityProvider provider;
    private TestConsole console;

    /** That of an embedded console. */
    Database database() {
        return TestConsole.inMemory();
    }

    @BeforeAll
    void start() throws Exception {
        provider = new IdentityProvider();
        console = new TestConsole(
                database(),
                new OidcSettings(provider.issuer(), "penstock", "", "realm_access.roles", ROLES, "tenants"));
    }

    @AfterAll
    void stop() {
        console.close();
        provider.close();
    }

    private static String cookie(TestConsole.Reply reply, String name) {
        return reply.headers().get("set-cookie").stream()
                .filter(one -> one.startsWith(name + "="))
                .findFirst()
                .orElseThrow()
                .split(";", 2)[0];
    }

    private static Map<String, Object> claims(String name, List<String> roles) {
        return Map.of("preferred_username", name, "realm_access", Map.of("roles", roles), "tenants", List.of("acme"));
    }

    private TestConsole.Reply signIn(String subject, Map<String, Object> claims) throws Exception {
        var begun = console.ask("GET", "/api/v1/session/oidc").reply();
        assertThat(begun.status()).as(begun.body()).isEqualTo(303);
        String back = provider.signIn(begun.header("Location"), subject, claims);
        return console.ask("GET", back)
                .header("Cookie", cookie(begun, "penstock_login"))
                .reply();
    }

    @Test
    void what_somebody_may_is_what_the_provider_says_at_each_login() throws Exception {
        var first = signIn("s1", claims("zoe", List.of("ops", "sec", "unknown")));
        assertThat(first.status()).as(first.body()).isEqualTo(303);
        JsonNode me = console.ask("GET", "/api/v1/session")
                .header("Cookie", cookie(first, "penstock_session"))
                .reply()
                .json();
        assertThat(me.path("name").asText()).isEqualTo("zoe");
        assertThat(me.at("/grants/role").asText()).isEqualTo("operator");
        assertThat(me.at("/grants/may_reveal").asBoolean()).isTrue();
        assertThat(me.at("/grants/tenants/0").asText()).isEqualTo("acme");

        var later = signIn("s1", claims("zoe", List.of("boss")));
        assertThat(console.ask("GET", "/api/v1/session")
                        .header("Cookie", cookie(later, "penstock_session"))
                        .reply()
                        .json()
                        .at("/grants/role")
                        .asText())
                .isEqualTo("admin");
    }

    @Test
    void whoever_has_no_role_here_does_not_get_in() throws Exception {
        assertThat(signIn("s2", claims("yan", List.of("guest"))).status()).isEqualTo(403);
    }

    @Test
    void a_login_is_ended_by_the_browser_that_began_it_and_once() throws Exception {
        var begun = console.ask("GET", "/api/v1/session/oidc").reply();
        String back = provider.signIn(begun.header("Location"), "s3", claims("xia", List.of("ops")));

        assertThat(console.ask("GET", back).reply().status()).isEqualTo(401);
        var own = console.ask("GET", back).header("Cookie", cookie(begun, "penstock_login"));
        assertThat(own.reply().status()).isEqualTo(303);
        assertThat(own.reply().status()).isEqualTo(401);
    }

    @Test
    void a_code_of_somebody_else_is_worth_nothing() throws Exception {
        var mine = console.ask("GET", "/api/v1/session/oidc").reply();
        var other = console.ask("GET", "/api/v1/session/oidc").reply();
        String back = provider.signIn(mine.header("Location"), "s4", claims("wil", List.of("ops")));
        String stolen = back.replaceFirst("&state=.*", "&state=")
                + cookie(other, "penstock_login").substring("penstock_login=".length());

        assertThat(console.ask("GET", stolen)
                        .header("Cookie", cookie(other, "penstock_login"))
                        .reply()
                        .status())
                .isEqualTo(502);
    }
}
