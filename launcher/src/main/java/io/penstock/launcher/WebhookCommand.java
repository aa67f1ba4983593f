package io.penstock.launcher;

import io.penstock.client.StateClient;
import io.penstock.launcher.site.SiteFile;
import io.penstock.launcher.terminal.CommandFailure;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What operators see and do of webhooks. */
@Command(
        name = "webhook",
        description = {"Look at webhook endpoints and attempts, and enable what was disabled.", ""},
        subcommands = {WebhookEndpointsCommand.class, WebhookEnableCommand.class, WebhookAttemptsCommand.class},
        footer = {
            "",
            "Works with RABBITMQ_URL, REDIS_URL and KAFKA_BOOTSTRAP_SERVERS, or with what 'up' started.",
            "Exit codes: 0 done, 2 usage or configuration, 1 anything else."
        })
final class WebhookCommand implements Runnable {
    @SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // picocli sets it
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "expected a subcommand: endpoints, enable or attempts");
    }

    static Destination destination() {
        return Destination.of(System.getenv(), new SiteFile(Home.locate().up()));
    }

    /** Workers without Redis know nothing of each other, and nobody else knows what they know. */
    static StateClient state(Destination destination) {
        String url = destination
                .redis()
                .orElseThrow(
                        () -> CommandFailure.usage(
                                "REDIS_URL: expected the workers' Redis, got none; without it each worker keeps endpoints to itself"));
        try {
            return StateClient.connect(url);
        } catch (IOException e) {
            throw CommandFailure.failed("the Redis of REDIS_URL does not answer");
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()));
        }
    }
}
