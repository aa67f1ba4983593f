package io.penstock.launcher;

import io.penstock.client.JobClient;
import io.penstock.client.StateClient;
import io.penstock.launcher.terminal.CommandFailure;
import io.penstock.spi.HandlerEvent;
import io.penstock.webhook.endpoint.EndpointDirectory;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Enables an endpoint. */
@Command(
        name = "enable",
        description = {
            "Let deliveries to an endpoint through again: enabled, its circuit closed, no pause.",
            "What was dead-lettered meanwhile (reason endpoint_disabled) waits to be replayed.",
            ""
        })
final class WebhookEnableCommand implements Callable<Integer> {
    private static final long PATIENCE_SECONDS = 10;

    @SuppressWarnings("NullAway.Init") // picocli sets it
    @Parameters(paramLabel = "ENDPOINT", description = "Its id, as 'endpoints' lists it.")
    private String endpoint;

    @Option(names = "--tenant", paramLabel = "TENANT", description = "Whose it is; nobody's if not given.")
    private String tenant = "";

    @Mixin
    private OutputOption output = new OutputOption();

    @Override
    public Integer call() throws InterruptedException {
        Destination destination = WebhookCommand.destination();
        Optional<Instant> disabledAt;
        try (StateClient client = WebhookCommand.state(destination)) {
            disabledAt = new EndpointDirectory(client.state()).enable(tenant, endpoint);
        }
        if (disabledAt.isPresent() && destination.kafka().isPresent()) {
            tell(destination, disabledAt.get());
        }
        print(disabledAt.isPresent());
        return 0;
    }

    private void tell(Destination destination, Instant disabledAt) throws InterruptedException {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("endpoint", endpoint);
        data.put("tenant", tenant.isEmpty() ? null : tenant);
        data.put("disabled_at", disabledAt.toString());
        HandlerEvent event = new HandlerEvent(
                EndpointDirectory.eventKey(tenant, endpoint) + ":" + disabledAt.toEpochMilli() + ":enabled",
                "endpoint.enabled",
                "webhooks",
                endpoint,
                Instant.now(),
                tenant.isEmpty() ? null : tenant,
                null,
                data);
        try (JobClient client = JobClient.builder(destination.rabbitMq()).build()) {
            client.tell(event).toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw CommandFailure.failed(
                    "the endpoint is enabled; the event io.penstock.endpoint.enabled.v1 could not be told, as RabbitMQ does not"
                            + " answer");
        }
    }

    private void print(boolean wasDisabled) {
        if (output.isJson()) {
            OutputOption.printJson(Map.of("endpoint", endpoint, "tenant", tenant, "was_disabled", wasDisabled));
        } else {
            System.out.println(endpoint + (wasDisabled ? " is enabled." : " was not disabled."));
        }
    }
}
