package io.penstock.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A receiver in another language, with the package that the authors of the specification publish for it. */
class ReferenceReceiverIT {
    @TempDir
    Path folder;

    @BeforeEach
    void install() throws Exception {
        Path sources = Path.of("src/test/node");
        for (String file : List.of("package.json", "package-lock.json", "verify.mjs")) {
            Files.copy(sources.resolve(file), folder.resolve(file));
        }
        assertThat(run("", "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"))
                .as("this test needs Node.js and npm, and the package standardwebhooks")
                .isZero();
    }

    private int run(String input, String... words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return process.exitValue();
    }

    private int verify(String secret, ScriptedEndpoint.Received request, String body) throws Exception {
        String input = new JsonMapper()
                .writeValueAsString(Map.of("secret", secret, "headers", request.headers(), "body", body));
        return run(input, "node", "verify.mjs");
    }

    @Test
    void the_reference_package_for_node_accepts_what_arrives_and_nothing_else() throws Exception {
        String old = "whsec_b2xkIHNlY3JldCBvZiB0aGlydHkgYnl0ZXMhIQ==";
        try (RunningHandler handler = RunningHandler.with();
                ScriptedEndpoint endpoint = ScriptedEndpoint.answering(200)) {
            handler.run(Payloads.with(
                    endpoint.url(),
                    "'data': {'name': 'Zoë 🐦'}, 'secret': ['" + Payloads.SECRET + "', '" + old + "']"));

            ScriptedEndpoint.Received request = endpoint.received().getFirst();
            assertThat(verify(Payloads.SECRET, request, request.body())).isZero();
            assertThat(verify(old, request, request.body())).isZero();
            assertThat(verify(Payloads.SECRET, request, request.body() + " ")).isNotZero();
            assertThat(verify("whsec_" + "A".repeat(32), request, request.body()))
                    .isNotZero();
        }
    }
}
