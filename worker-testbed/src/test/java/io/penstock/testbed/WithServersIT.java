package io.penstock.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestClassOrder;

@WithServers({ServerKind.REDIS, ServerKind.SMTP})
@TestClassOrder(ClassOrderer.OrderAnnotation.class)
class WithServersIT {
    private static RedisServer beforeAll;

    private final SmtpServer inConstructor;
    private RedisServer beforeEach;

    WithServersIT(SmtpServer smtp) {
        inConstructor = smtp;
    }

    @BeforeAll
    static void takeServers(RedisServer redis) {
        beforeAll = redis;
    }

    @BeforeEach
    void takeServersAgain(RedisServer redis) {
        beforeEach = redis;
    }

    @Test
    void all_kinds_of_methods_are_given_the_same_running_servers(Testbed testbed, RedisServer inTest) {
        assertThat(testbed.redis()).isSameAs(inTest).isSameAs(beforeEach).isSameAs(beforeAll);
        assertThat(testbed.smtp()).isSameAs(inConstructor);
        assertThat(testbed.servers()).hasSize(2).allMatch(Server::isRunning);
    }

    @Test
    void a_server_that_the_class_did_not_name_is_not_there(Testbed testbed) {
        assertThatThrownBy(testbed::kafka)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no KAFKA");
    }

    @Nested
    @Order(1)
    class A_class_that_leaves_its_servers_in_ruins {
        @Test
        void kills_one_and_pauses_another(RedisServer redis, SmtpServer smtp) {
            redis.kill();
            smtp.pause();
            assertThat(redis.isRunning()).isFalse();
        }
    }

    @Nested
    @Order(2)
    class The_next_class {
        @Test
        void finds_them_running_again(RedisServer redis, SmtpServer smtp) {
            assertThat(redis.isRunning()).isTrue();
            smtp.cutConnections();
        }
    }
}
