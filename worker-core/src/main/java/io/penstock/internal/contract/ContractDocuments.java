package io.penstock.internal.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.internal.config.ConfigException;
import io.penstock.internal.job.Json;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The JSON Schemas of job payloads, events and notifications, and the AsyncAPI document that refers to them. A jar carries the
 * schema of a job type as {@code META-INF/penstock/schemas/TYPE.json}, that of an event under its {@code ce_type}. They are read
 * from the class path and, without loading any code, from the jars of the plug-in folder.
 *
 * <p>Immutable.
 */
public final class ContractDocuments {
    static final String FOLDER = "META-INF/penstock/schemas/";
    private static final String SUFFIX = ".json";
    private static final String ASYNC_API = "META-INF/penstock/asyncapi.json";

    private final NavigableMap<String, JsonNode> schemas;
    private final JsonNode asyncApi;

    private ContractDocuments(NavigableMap<String, JsonNode> schemas, JsonNode asyncApi) {
        this.schemas = Collections.unmodifiableNavigableMap(schemas);
        this.asyncApi = asyncApi;
    }

    /**
     * Finds all documents.
     *
     * @param plugins folder with plug-in jars; may be absent
     * @throws ConfigException if a schema is not JSON or cannot be read, or if two of one name differ
     */
    public static ContractDocuments find(Path plugins) {
        Map<String, byte[]> found = new TreeMap<>();
        SchemaFiles.onClassPath().forEach((origin, files) -> merge(found, origin, files));
        SchemaFiles.inPlugins(plugins).forEach((origin, files) -> merge(found, origin, files));
        NavigableMap<String, JsonNode> schemas = new TreeMap<>();
        found.forEach((file, bytes) -> schemas.put(name(file), json("schema " + file, bytes)));
        return new ContractDocuments(schemas, json("document " + ASYNC_API, SchemaFiles.resource(ASYNC_API)));
    }

    private static void merge(Map<String, byte[]> found, String origin, Map<String, byte[]> files) {
        files.forEach((file, bytes) -> {
            byte[] other = found.putIfAbsent(file, bytes);
            if (other != null && !Arrays.equals(other, bytes)) {
                throw new ConfigException(
                        "schema " + file + " in " + origin + ": expected one of that name, got another that differs");
            }
        });
    }

    private static String name(String file) {
        String name = file.endsWith(SUFFIX) ? file.substring(0, file.length() - SUFFIX.length()) : "";
        if (!name.matches("[A-Za-z0-9._-]{1,128}")) {
            throw new ConfigException(
                    "schema " + file + ": expected the job type or the event's type in [A-Za-z0-9._-], and .json");
        }
        return name;
    }

    private static JsonNode json(String what, byte[] bytes) {
        try {
            return Json.PAYLOADS.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new ConfigException(what + ": expected JSON, got a mistake: " + e.getOriginalMessage());
        } catch (java.io.IOException e) {
            throw new ConfigException(what + ": expected a readable document, got " + e);
        }
    }

    /** Schemas by name: the job's type, the event's {@code ce_type}, or {@code notification}. Not to be changed. */
    public NavigableMap<String, JsonNode> schemas() {
        return schemas;
    }

    /** The AsyncAPI document, whose references {@code ./schemas/NAME.json} are relative to it. Not to be changed. */
    public JsonNode asyncApi() {
        return asyncApi;
    }
}
