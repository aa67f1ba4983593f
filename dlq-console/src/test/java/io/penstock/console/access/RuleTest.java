package io.penstock.console.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.console.letter.TenantScope;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may reveal what is redacted. */
class RuleTest {
    @ParameterizedTest
    @CsvSource({
        "PRODUCER, true, false",
        "READER, true, true",
        "ADMIN, true, true",
        "READER, false, false",
        "ADMIN, false, false"
    })
    void only_readers_who_were_given_the_right_may_reveal(Role role, boolean given, boolean may) {
        Grants grants = new Grants(role, given, TenantScope.ALL);

        assertThat(new Rule.MayReveal().permits(new Principal(Principal.Kind.TOKEN, 1, "a", grants, null)))
                .isEqualTo(may);
    }
}
