package io.penstock.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.launcher.console.ConsoleApi;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows everything known of a dead letter. */
@Command(
        name = "show",
        description = {"Show everything known of a dead letter as JSON, redacted.", ""})
final class DlqShowCommand implements Callable<Integer> {
    @SuppressWarnings("NullAway.Init") // picocli sets it
    @Parameters(paramLabel = "ID", description = "The dead letter's id.")
    private String id;

    @Option(
            names = "--reveal",
            paramLabel = "REASON",
            description = "Hide nothing. Needs the right to reveal; the reason goes into the audit log.")
    private String reveal = "";

    @Override
    public Integer call() {
        ConsoleApi console = ConsoleApi.of(System.getenv());
        String path = "/dead-letters/" + ConsoleApi.encode(id);
        JsonNode letter = reveal.isEmpty()
                ? console.get(path, Map.of())
                : console.post(path + "/reveal", Map.of("reason", reveal));
        System.out.println(letter.toPrettyString());
        return 0;
    }
}
