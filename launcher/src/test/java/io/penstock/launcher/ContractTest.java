package io.penstock.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.penstock.console.ConsoleSettings;
import io.penstock.internal.amqp.Headers;
import io.penstock.internal.amqp.Names;
import io.penstock.internal.config.WorkerSettings;
import io.penstock.internal.contract.ContractDocuments;
import io.penstock.internal.event.JobEvent;
import io.penstock.internal.event.RedisNotificationSink;
import io.penstock.spi.JobHandler;
import io.penstock.testbed.schema.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the AsyncAPI document against AsyncAPI itself and against the code, for all plug-ins at once. */
class ContractTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final ContractDocuments DOCUMENTS = ContractDocuments.find(Path.of("no-plugins"));
    private static final JsonNode ASYNC_API = DOCUMENTS.asyncApi();

    /** Channels that are queues of jobs, with the type of their messages. */
    private static Map<String, String> jobQueues() {
        Map<String, String> queues = new TreeMap<>();
        ASYNC_API.path("channels").properties().forEach(channel -> {
            JsonNode headers = message(channel.getValue()).path("headers").path("$ref");
            if (headers.asText().endsWith("/jobHeaders")) {
                queues.put(
                        address(channel.getKey()),
                        message(channel.getValue()).path("name").textValue());
            }
        });
        return queues;
    }

    private static JsonNode message(JsonNode channel) {
        return resolved(channel.path("messages").iterator().next());
    }

    private static JsonNode resolved(JsonNode reference) {
        return ASYNC_API.at(reference.path("$ref").asText().substring(1));
    }

    private static String address(String channel) {
        return ASYNC_API.path("channels").path(channel).path("address").asText();
    }

    @Test
    void the_document_is_one_of_asyncapi_3() throws IOException {
        try (InputStream in = ContractTest.class.getResourceAsStream("asyncapi-3.0.0.json")) {
            assertThat(Schema.of(JSON.readTree(in)).violations(ASYNC_API)).isEmpty();
        }
    }

    @Test
    void every_reference_leads_somewhere() {
        List<String> references = ASYNC_API.findValuesAsText("$ref");
        assertThat(references).hasSizeGreaterThan(30);
        for (String reference : references) {
            if (reference.startsWith("#")) {
                assertThat(ASYNC_API.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse();
            } else {
                assertThat(reference).matches("\\./schemas/.*\\.json");
                assertThat(DOCUMENTS.schemas()).containsKey(reference.replaceAll("^\\./schemas/|\\.json$", ""));
            }
        }
    }

    @Test
    void every_schema_is_referred_to() {
        assertThat(ASYNC_API.findValuesAsText("$ref").stream()
                        .filter(reference -> reference.startsWith("./"))
                        .map(reference -> reference.replaceAll("^\\./schemas/|\\.json$", "")))
                .containsExactlyInAnyOrderElementsOf(DOCUMENTS.schemas().keySet());
    }

    @Test
    void the_queues_and_types_are_those_of_the_plug_ins() {
        Map<String, String> handlers = new TreeMap<>();
        for (JobHandler<?> handler : ServiceLoader.load(JobHandler.class)) {
            handlers.put(handler.queue(), handler.type());
        }
        assertThat(jobQueues()).containsExactlyInAnyOrderEntriesOf(handlers);
    }

    @Test
    void the_other_names_are_the_runtimes() {
        assertThat(address("dead_letters")).isEqualTo(Names.deadLetters("{queue}"));
        assertThat(address("events")).isEqualTo(WorkerSettings.EVENTS_TOPIC.defaultText());
        assertThat(address("audit")).isEqualTo(ConsoleSettings.AUDIT_TOPIC.defaultText());
        assertThat(address("broadcast")).isEqualTo(Names.FANOUT);
        assertThat(address("notifications")).isEqualTo(RedisNotificationSink.STREAMS + "{user}");
    }

    @Test
    void the_events_are_those_that_are_told() {
        assertThat(ASYNC_API
                        .path("channels")
                        .path("events")
                        .path("messages")
                        .propertyStream()
                        .map(Map.Entry::getKey))
                .contains(JobEvent.Kind.COMPLETED.type(), JobEvent.Kind.RETRYING.type(), JobEvent.Kind.FAILED.type());
        ASYNC_API.path("components").path("messages").forEach(message -> {
            JsonNode type = message.at("/headers/properties/ce_type/enum/0");
            assertThat(type.asText(message.path("name").asText()))
                    .isEqualTo(message.path("name").asText());
        });
    }

    @Test
    void the_headers_are_the_runtimes() {
        JsonNode schemas = ASYNC_API.path("components").path("schemas");
        assertThat(names(schemas.path("jobHeaders").path("properties")))
                .containsExactlyInAnyOrder(
                        Headers.TENANT,
                        Headers.USER,
                        Headers.RUN_AT,
                        Headers.MAX_ATTEMPTS,
                        Headers.TRACEPARENT,
                        Headers.TRACESTATE);
        assertThat(names(schemas.path("jobHeaders").path("patternProperties"))).containsExactly("^" + Headers.META);
        assertThat(names(schemas.path("deadLetterHeaders").path("properties")))
                .containsExactlyInAnyOrder(
                        Headers.ORIGIN_QUEUE,
                        Headers.DEAD_REASON,
                        Headers.DEAD_AT,
                        Headers.ERROR_CLASS,
                        Headers.ERROR_MESSAGE,
                        Headers.ERROR_STACK,
                        Headers.WORKER,
                        Headers.TYPE,
                        Headers.EXPIRATION,
                        Headers.ATTEMPT);
    }

    private static List<String> names(JsonNode object) {
        return object.propertyStream().map(Map.Entry::getKey).toList();
    }

    @Test
    void export_writes_every_document_where_the_references_look_for_it(@TempDir Path folder) throws IOException {
        Path target = folder.resolve("new/contract");
        assertThat(Main.commandLine().execute("contract", "export", "--output", target.toString()))
                .isZero();
        assertThat(JSON.readTree(target.resolve("asyncapi.json").toFile())).isEqualTo(ASYNC_API);
        for (String reference : ASYNC_API.findValuesAsText("$ref")) {
            if (reference.startsWith("./")) {
                assertThat(target.resolve(reference)).exists();
            }
        }
        try (var files = Files.list(target.resolve("schemas"))) {
            assertThat(files).hasSize(DOCUMENTS.schemas().size());
        }
    }
}
