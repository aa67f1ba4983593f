package io.penstock.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.launcher.console.ConsoleApi;
import io.penstock.launcher.terminal.CommandFailure;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows everything known of a dead letter. */
@Command(
        name = "show",
        description = {"Show everything known of a dead letter as JSON, redacted; or its payload.", ""})
final class DlqShowCommand implements Callable<Integer> {
    @SuppressWarnings("NullAway.Init") // picocli sets it
    @Parameters(paramLabel = "ID", description = "The dead letter's id.")
    private String id;

    @Option(
            names = "--reveal",
            paramLabel = "REASON",
            description = "Hide nothing. Needs the right to reveal; the reason goes into the audit log.")
    private String reveal = "";

    @Option(names = "--payload", description = "Show the payload and nothing else, e.g. to edit it.")
    private boolean payloadOnly;

    @Override
    public Integer call() {
        ConsoleApi console = ConsoleApi.of(System.getenv());
        String path = "/dead-letters/" + ConsoleApi.encode(id);
        JsonNode letter = reveal.isEmpty()
                ? console.get(path, Map.of())
                : console.post(path + "/reveal", Map.of("reason", reveal));
        if (payloadOnly) {
            printPayload(letter.path("payload"));
        } else {
            System.out.println(letter.toPrettyString());
        }
        return 0;
    }

    private void printPayload(JsonNode payload) {
        String text = payload.path("text").asText();
        if (!payload.path("form").asText().equalsIgnoreCase("binary")) {
            System.out.println(text);
        } else if (reveal.isEmpty()) {
            throw CommandFailure.failed("the payload of dead letter " + id
                    + " is not UTF-8, so what is hidden in it cannot be told; --reveal=REASON gives its bytes");
        } else {
            byte[] bytes = Base64.getDecoder().decode(text);
            System.out.write(bytes, 0, bytes.length);
            System.out.flush();
        }
    }
}
