package io.penstock.launcher.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.penstock.launcher.terminal.CommandFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** The console's API as its commands call it: with a token, and every problem ends the command with the console's own words. */
public final class ConsoleApi {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final String url;
    private final String token;

    private ConsoleApi(String url, String token) {
        this.url = url;
        this.token = token;
    }

    /** The console at this URL, without a path of the API. */
    public static ConsoleApi at(String url, String token) {
        return new ConsoleApi(url + "/api/v1", token);
    }

    /**
     * The console that the environment names.
     *
     * @throws CommandFailure if it names none, or no token
     */
    public static ConsoleApi of(Map<String, String> environment) {
        String named = environment.getOrDefault("PENSTOCK_CONSOLE_URL", "").strip();
        String url = named.isEmpty() ? "http://127.0.0.1:8080" : named;
        if (!url.matches("https?://\\S+")) {
            throw CommandFailure.usage("PENSTOCK_CONSOLE_URL: expected http://host:port or https://host, got " + url);
        }
        return new ConsoleApi(url.replaceFirst("/+$", "") + "/api/v1", token(environment));
    }

    private static String token(Map<String, String> environment) {
        String token = environment.getOrDefault("PENSTOCK_CONSOLE_TOKEN", "").strip();
        String file =
                environment.getOrDefault("PENSTOCK_CONSOLE_TOKEN_FILE", "").strip();
        if (token.isEmpty() && !file.isEmpty()) {
            try {
                token = Files.readString(Path.of(file)).strip();
            } catch (IOException e) {
                throw CommandFailure.usage("PENSTOCK_CONSOLE_TOKEN_FILE: expected a readable file, got " + file);
            }
        }
        if (!token.matches("[\\x21-\\x7e]+")) {
            throw CommandFailure.usage(
                    "PENSTOCK_CONSOLE_TOKEN: expected an API token, got none; the console's first start"
                            + " prints one, and POST /api/v1/tokens makes others");
        }
        return token;
    }

    /** Each of these ends the command with a {@link CommandFailure} if the console refuses, or does not answer. */
    public JsonNode get(String path, Map<String, String> query) {
        return json(send("GET", path + query(query), ""));
    }

    /** Sends what Jackson can write. */
    public JsonNode post(String path, Object body) {
        return change("POST", path, body);
    }

    /** Without a body. */
    public JsonNode post(String path) {
        return json(send("POST", path, ""));
    }

    /** Sends what Jackson can write. */
    public JsonNode patch(String path, Object body) {
        return change("PATCH", path, body);
    }

    private JsonNode change(String method, String path, Object body) {
        try {
            return json(send(method, path, JSON.writeValueAsString(body)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a request that cannot be written as JSON", e);
        }
    }

    public void delete(String path) {
        var unused = json(send("DELETE", path, ""));
    }

    /** Content as it comes. The caller closes it. */
    public InputStream download(String path, Map<String, String> query) {
        return send("GET", path + query(query), "");
    }

    static String query(Map<String, String> parameters) {
        return parameters.isEmpty()
                ? ""
                : parameters.entrySet().stream()
                        .map(one -> one.getKey() + "=" + encode(one.getValue()))
                        .collect(Collectors.joining("&", "?", ""));
    }

    /** As it can stand between slashes of a path. */
    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private InputStream send(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(LONGEST_WAIT)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() >= 400) {
                // what cannot be read was put wrongly, as what the command itself refuses
                throw response.statusCode() == 400
                        ? CommandFailure.usage(explain(response))
                        : CommandFailure.failed(explain(response));
            }
            return response.body();
        } catch (IOException e) {
            throw CommandFailure.failed("the console at " + url + " does not answer: " + e
                    + "; start one with './penstock console', or set PENSTOCK_CONSOLE_URL");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.failed("interrupted");
        }
    }

    private static String explain(HttpResponse<InputStream> response) throws IOException {
        try (InputStream body = response.body()) {
            JsonNode problem = JSON.readTree(body);
            return problem.path("title").asText("the console refused this") + ": "
                    + problem.path("detail").asText() + " (" + response.statusCode() + ")";
        } catch (JsonProcessingException e) {
            return "what answers at this address with " + response.statusCode() + " is no console";
        }
    }

    private static JsonNode json(InputStream answer) {
        try (answer) {
            JsonNode tree = JSON.readTree(answer);
            return tree == null ? JSON.nullNode() : tree;
        } catch (IOException e) {
            throw CommandFailure.failed("the console's answer broke off: " + e.getMessage());
        }
    }
}
