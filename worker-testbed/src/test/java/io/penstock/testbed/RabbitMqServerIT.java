package io.penstock.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import com.rabbitmq.client.ShutdownSignalException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@WithServers(ServerKind.RABBITMQ)
class RabbitMqServerIT {
    private final RabbitMqServer broker;

    RabbitMqServerIT(RabbitMqServer broker) {
        this.broker = broker;
    }

    @Test
    void a_killed_broker_comes_back_with_its_durable_messages() throws Exception {
        publish("killed", "still there");
        String url = broker.url();

        broker.kill();
        assertThat(broker.isRunning()).isFalse();
        assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);

        broker.start();
        assertThat(broker.url()).isEqualTo(url);
        assertThat(take("killed")).isEqualTo("still there");
    }

    @Test
    void a_restarted_broker_has_its_durable_messages() throws Exception {
        publish("restarted", "still there");

        broker.restart();

        assertThat(take("restarted")).isEqualTo("still there");
    }

    @Test
    void a_paused_broker_answers_nobody_until_it_is_resumed() throws Exception {
        broker.pause();
        assertThat(broker.isRunning()).isTrue();
        assertThatThrownBy(this::connect).isInstanceOf(TimeoutException.class);

        broker.resume();
        publish("paused", "after the pause");
        assertThat(take("paused")).isEqualTo("after the pause");
    }

    @Test
    void cut_connections_are_noticed_and_new_ones_are_accepted() throws Exception {
        CountDownLatch cut = new CountDownLatch(1);
        try (Connection connection = connect()) {
            connection.addShutdownListener(cause -> cut.countDown());

            broker.cutConnections();

            assertThat(cut.await(10, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(connection::createChannel).isInstanceOf(ShutdownSignalException.class);
        } catch (ShutdownSignalException alreadyClosed) {
            assertThat(alreadyClosed.getMessage()).contains("cut by the testbed");
        }
        publish("cut", "over a new connection");
        assertThat(take("cut")).isEqualTo("over a new connection");
    }

    @ParameterizedTest
    @EnumSource
    void an_alarm_blocks_publishers_until_it_is_cleared(Alarm alarm) throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch unblocked = new CountDownLatch(1);
        Connection connection = connect();
        try {
            connection.addBlockedListener(reason -> blocked.countDown(), unblocked::countDown);
            Channel channel = openQueue(connection, "alarm");
            alarm.raise(broker);

            channel.basicPublish("", "alarm", MessageProperties.PERSISTENT_BASIC, new byte[0]);
            assertThat(blocked.await(10, TimeUnit.SECONDS)).isTrue();
            // The message that made the broker block the connection may have got through.
            channel.basicPublish("", "alarm", MessageProperties.PERSISTENT_BASIC, new byte[0]);
            assertThatThrownBy(() -> channel.waitForConfirms(500)).isInstanceOf(TimeoutException.class);

            alarm.clear(broker);
            assertThat(unblocked.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(channel.waitForConfirms(10_000)).isTrue();
        } finally {
            connection.abort(1_000); // a blocked connection would not be closed before the alarm ends
        }
    }

    @Test
    void all_alarms_can_be_cleared_at_once() throws Exception {
        broker.raiseMemoryAlarm();
        broker.raiseDiskAlarm();

        broker.clearAlarms();

        publish("alarms", "flows again");
    }

    @Test
    void its_management_answers_with_the_same_user_and_its_version_is_known() {
        assertThat(URI.create(broker.managementUrl())).hasHost("127.0.0.1");
        assertThat(broker.version()).matches("\\d+\\.\\d+.*");
        assertThat(broker.ctl("list_users")).contains("penstock").doesNotContain("guest");
    }

    @Test
    void a_failing_control_command_is_reported_with_what_it_printed() {
        assertThatThrownBy(() -> broker.ctl("delete_user", "nobody"))
                .isInstanceOf(TestbedException.class)
                .hasMessageContaining("delete_user nobody")
                .hasMessageContaining("exit code");
    }

    @Test
    void the_port_stays_the_same_while_it_is_down() throws Exception {
        int port = URI.create(broker.url()).getPort();
        broker.stop();
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port))
                .isInstanceOf(ConnectException.class);

        broker.start();

        await().until(() -> connect().isOpen());
        assertThat(URI.create(broker.url()).getPort()).isEqualTo(port);
    }

    enum Alarm {
        MEMORY,
        DISK;

        void raise(RabbitMqServer broker) {
            switch (this) {
                case MEMORY -> broker.raiseMemoryAlarm();
                case DISK -> broker.raiseDiskAlarm();
            }
        }

        void clear(RabbitMqServer broker) {
            switch (this) {
                case MEMORY -> broker.clearMemoryAlarm();
                case DISK -> broker.clearDiskAlarm();
            }
        }
    }

    private Connection connect() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(broker.url());
        factory.setAutomaticRecoveryEnabled(false);
        factory.setConnectionTimeout(2_000);
        factory.setHandshakeTimeout(2_000);
        return factory.newConnection("testbed-test");
    }

    private void publish(String queue, String text) throws Exception {
        try (Connection connection = connect();
                Channel channel = openQueue(connection, queue)) {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            channel.basicPublish("", queue, MessageProperties.PERSISTENT_BASIC, body);
            channel.waitForConfirmsOrDie(10_000);
        }
    }

    private String take(String queue) throws Exception {
        try (Connection connection = connect();
                Channel channel = openQueue(connection, queue)) {
            GetResponse message = await().until(() -> channel.basicGet(queue, true), found -> found != null);
            return new String(message.getBody(), StandardCharsets.UTF_8);
        }
    }

    private static Channel openQueue(Connection connection, String queue) throws Exception {
        Channel channel = connection.createChannel();
        channel.confirmSelect();
        channel.queueDeclare(queue, true, false, false, Map.of("x-queue-type", "quorum"));
        return channel;
    }
}
