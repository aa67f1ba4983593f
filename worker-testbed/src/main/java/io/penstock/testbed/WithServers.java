package io.penstock.testbed;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a JUnit test class real servers, as parameters of its constructor, its {@code @BeforeAll} and
 * {@code @BeforeEach} methods and its tests: {@link RabbitMqServer}, {@link RedisServer}, {@link KafkaServer},
 * {@link SmtpServer}, {@link S3Server}, {@link PostgresServer}, or all of them as a {@link Testbed}.
 *
 * <p>The servers are started once per test JVM, shared by all its test classes, and stopped at its end. Before each
 * class those that an earlier class left killed, paused or with an alarm are put right; data stays, so use names of
 * your own for queues, keys and topics.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(TestbedExtension.class)
public @interface WithServers {
    /** Which servers the class needs. */
    ServerKind[] value();
}
