package io.penstock.console.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PasswordsTest {
    /** From the tests of the reference implementation, github.com/P-H-C/phc-winner-argon2. */
    private static final String REFERENCE =
            "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

    private final Passwords passwords = new Passwords();

    @Test
    void a_password_is_stored_as_argon2id_with_a_salt_of_its_own() {
        String stored = passwords.hash("correct horse battery");

        assertThat(stored).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").doesNotContain("horse");
        assertThat(passwords.hash("correct horse battery")).isNotEqualTo(stored);
        assertThat(passwords.matches("correct horse battery", stored)).isTrue();
        assertThat(passwords.matches("correct horse batterz", stored)).isFalse();
    }

    @Test
    void what_others_have_hashed_with_more_effort_is_known() {
        assertThat(passwords.matches("password", REFERENCE)).isTrue();
        assertThat(passwords.matches("passwore", REFERENCE)).isFalse();
    }

    @Test
    void nothing_matches_what_is_no_such_hash() {
        for (String stored :
                new String[] {"", "password", "$argon2i$v=19$m=8,t=1,p=1$c29tZXNhbHQ$CTFhFdXP", "$2a$10$abc"}) {
            assertThat(passwords.matches("password", stored)).as(stored).isFalse();
        }
    }
}
