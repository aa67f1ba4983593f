package io.penstock.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.launcher.console.ConsoleApi;
import io.penstock.launcher.terminal.CommandFailure;
import java.nio.charset.StandardCharsets;
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
            byte[] payload = payload(id, letter.path("payload"), !reveal.isEmpty());
            System.out.write(payload, 0, payload.length);
            System.out.flush();
        } else {
            System.out.println(letter.toPrettyString());
        }
        return 0;
    }

    /**
     * The payload as it can be put into a file.
     *
     * @param revealed whether nothing is hidden in it
     * @throws CommandFailure if it is binary and not revealed
     */
    static byte[] payload(String id, JsonNode payload, boolean revealed) {
        String text = payload.path("text").asText();
        if (!payload.path("form").asText().equals("binary")) {
            return (text + "\n").getBytes(StandardCharsets.UTF_8);
        }
        if (!revealed) {
            throw CommandFailure.failed("the payload of dead letter " + id
                    + " is not UTF-8, so what is to be hidden in it cannot be found; --reveal=REASON gives its bytes");
        }
        return Base64.getDecoder().decode(text);
    }
}
