package io.penstock.torture.producer;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.ShutdownSignalException;
import io.penstock.torture.plan.JobKind;
import io.penstock.torture.plan.JobPlan;
import io.penstock.torture.plan.PlannedJob;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A program that knows nothing of Penstock but the wire: RabbitMQ's own client, batches with one wait for the confirms.
 * What is not confirmed is not sent again: it may have been lost, and nobody may ask for it.
 */
public final class BareProducer {
    private static final int BATCH = 50;
    private static final long CONFIRM_LIMIT_MILLIS = 10_000;
    private static final long BEFORE_AGAIN_MILLIS = 500;

    private final Assignment assignment;
    private final Payloads payloads;
    private final SendLog log;
    /** Over all connections, so that what an outage has cost is caught up with. */
    private final Pace pace;

    private BareProducer(Assignment assignment, SendLog log) {
        this.assignment = assignment;
        this.payloads = new Payloads(assignment.payload());
        this.log = log;
        this.pace = new Pace(assignment.perSecond());
    }

    public static void main(String[] arguments) throws Exception {
        Assignment assignment = Assignment.read(System.getenv());
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(System.getenv("RABBITMQ_URL"));
        factory.setAutomaticRecoveryEnabled(false);
        try (SendLog log = SendLog.append(assignment.log())) {
            BareProducer producer = new BareProducer(assignment, log);
            while (!producer.sendAll(factory)) {
                Thread.sleep(BEFORE_AGAIN_MILLIS);
            }
        }
        System.exit(0);
    }

    /** Goes on where it stopped; returns false if the connection was lost on the way. */
    private boolean sendAll(ConnectionFactory factory) throws InterruptedException {
        try (Connection connection = factory.newConnection("torture, bare producer");
                Channel channel = connection.createChannel()) {
            channel.confirmSelect();
            Map<String, Boolean> returned = new ConcurrentHashMap<>();
            channel.addReturnListener(
                    message -> returned.put(message.getProperties().getMessageId(), true));
            for (List<Integer> batch : assignment.batches(BATCH)) {
                pace.await(batch.size());
                send(channel, batch);
                batch.stream()
                        .filter(number -> !returned.containsKey(JobPlan.id(number)))
                        .forEach(log::confirmed);
            }
            return true;
        } catch (IOException | TimeoutException | ShutdownSignalException e) {
            System.out.println(Instant.now() + " " + e);
            return false;
        }
    }

    private void send(Channel channel, List<Integer> batch) throws IOException, InterruptedException, TimeoutException {
        log.sending(batch);
        for (int number : batch) {
            PlannedJob job = assignment.plan().job(number);
            Instant runAt = Payloads.runAt(job);
            byte[] body = payloads.body(job, runAt).getBytes(StandardCharsets.UTF_8);
            channel.basicPublish("", assignment.queue(), true, properties(job, headers(job, runAt)), body);
        }
        if (!channel.waitForConfirms(CONFIRM_LIMIT_MILLIS)) {
            throw new IOException("the broker refused at least one of the batch from " + batch.getFirst());
        }
    }

    private static BasicProperties properties(PlannedJob job, Map<String, Object> headers) {
        return new BasicProperties.Builder()
                .messageId(JobPlan.id(job.number()))
                .type(job.kind() == JobKind.UNKNOWN_TYPE ? Payloads.UNKNOWN_TYPE : null)
                .deliveryMode(2)
                .headers(headers)
                .build();
    }

    private static Map<String, Object> headers(PlannedJob job, @Nullable Instant runAt) {
        Map<String, Object> headers = new HashMap<>();
        if (runAt != null) {
            headers.put("penstock-run-at", runAt.toString());
        }
        if (job.user() != null) {
            headers.put("penstock-user", job.user());
        }
        if (job.kind() == JobKind.FAILING) {
            headers.put("penstock-max-attempts", Payloads.ATTEMPTS_OF_FAILING);
        }
        return headers;
    }
}
