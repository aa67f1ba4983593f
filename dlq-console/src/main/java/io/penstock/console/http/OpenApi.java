package io.penstock.console.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.console.access.Role;
import io.penstock.console.access.Rule;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The OpenAPI 3.1 document of a route table. */
public final class OpenApi {
    /** Any route's problems: broken requests, no caller, no right, a defect, no database. */
    private static final List<Integer> ALWAYS = List.of(400, 500, 503);

    private OpenApi() {}

    /**
     * The table with a route more, which serves the document of all of them.
     *
     * @param version the console's version
     */
    public static RouteTable describe(RouteTable table, String version) {
        Route[] itself = new Route[1];
        Route route = new Route(
                Route.Method.GET,
                Route.API + "/openapi.json",
                new Rule.AtLeast(Role.READER),
                Effect.reads(),
                Operation.of("This document").giving(new Operation.Gives.Content(List.of("application/json"))),
                call -> Answer.ok(document(
                        table.and(List.of(itself)), version, call.visit().base())));
        itself[0] = route;
        return table.and(List.of(route));
    }

    static ObjectNode document(RouteTable table, String version, String base) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("openapi", "3.1.0");
        ObjectNode info = document.putObject("info");
        info.put("title", "Penstock dead-letter console");
        info.put("version", version);
        info.putObject("license").put("name", "Apache-2.0").put("identifier", "Apache-2.0");
        document.putArray("servers").addObject().put("url", base.isEmpty() ? "/" : base);
        ObjectNode paths = document.putObject("paths");
        ObjectNode components = document.putObject("components");
        ObjectNode schemas = components.putObject("schemas");
        schemas.set("Problem", problem());
        security(components.putObject("securitySchemes"));
        SchemaOf schemaOf = new SchemaOf(schemas);
        for (Route route : table.routes()) {
            ObjectNode path = paths.withObjectProperty(route.path());
            path.set(route.method().name().toLowerCase(Locale.ROOT), operation(route, schemaOf));
        }
        return document;
    }

    private static void security(ObjectNode schemes) {
        schemes.putObject("token").put("type", "http").put("scheme", "bearer");
        schemes.putObject("session").put("type", "apiKey").put("in", "cookie").put("name", Visit.SESSION_COOKIE);
        schemes.putObject("csrf").put("type", "apiKey").put("in", "header").put("name", Gate.CSRF_HEADER);
    }

    private static ObjectNode problem() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("type", "object").put("description", "RFC 9457");
        ObjectNode properties = schema.putObject("properties");
        for (String text : List.of("type", "title", "detail", "field", "request_id")) {
            properties.putObject(text).put("type", "string");
        }
        properties.putObject("status").put("type", "integer");
        List.of("type", "title", "status", "detail", "request_id").forEach(schema.putArray("required")::add);
        return schema;
    }

    private static ObjectNode operation(Route route, SchemaOf schemaOf) {
        Operation operation = route.operation();
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("summary", operation.summary());
        node.put("description", "Needs " + route.rule().text() + ".");
        node.put("operationId", id(route));
        secure(node, route);
        ArrayNode parameters = node.putArray("parameters");
        operation.parameters().forEach(parameter -> parameters.add(parameter(route, parameter)));
        Operation.Takes takes = operation.takes();
        if (takes != null) {
            ObjectNode body = node.putObject("requestBody").put("required", !takes.optional());
            json(body, "application/json").set("schema", schemaOf.record(takes.type()));
        }
        ObjectNode responses = node.putObject("responses");
        answer(responses, operation.gives(), schemaOf);
        for (int status : problems(route)) {
            problem(responses, status);
        }
        return node;
    }

    private static String id(Route route) {
        String words = route.path()
                .replace(Route.API, "")
                .replaceAll("[^a-z0-9]+", "_")
                .replaceAll("^_|_$", "");
        return route.method().name().toLowerCase(Locale.ROOT) + "_" + words;
    }

    private static void secure(ObjectNode node, Route route) {
        ArrayNode security = node.putArray("security");
        if (route.rule() instanceof Rule.Anyone) {
            return;
        }
        security.addObject().putArray("token");
        ObjectNode session = security.addObject();
        session.putArray("session");
        if (route.effect().mutates()) {
            session.putArray("csrf");
        }
    }

    private static ObjectNode parameter(Route route, Parameter parameter) {
        boolean inPath = route.pathNames().contains(parameter.name());
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("name", parameter.name()).put("in", inPath ? "path" : "query");
        node.put("required", inPath).put("description", parameter.description());
        ObjectNode schema = node.putObject("schema");
        switch (parameter.shape()) {
            case Parameter.Shape.Text text ->
                schema.put("type", "string").put("minLength", 1).put("maxLength", text.longest());
            case Parameter.Shape.Whole whole -> {
                schema.put("type", "integer").put("minimum", whole.min()).put("maximum", whole.max());
                if (whole.fallback() != null) {
                    schema.put("default", whole.fallback());
                }
            }
            case Parameter.Shape.Id id -> schema.put("type", "string").put("pattern", "^[1-9][0-9]{0,17}$");
            case Parameter.Shape.Moment moment -> schema.put("type", "string").put("format", "date-time");
            case Parameter.Shape.Choice choice ->
                choice.words().forEach(schema.put("type", "string").putArray("enum")::add);
        }
        return node;
    }

    private static void answer(ObjectNode responses, Operation.Gives gives, SchemaOf schemaOf) {
        switch (gives) {
            case Operation.Gives.Document document -> {
                ObjectNode response =
                        responses.putObject("" + document.status()).put("description", "Done");
                json(response, "application/json").set("schema", schemaOf.record(document.type()));
            }
            case Operation.Gives.Nothing nothing -> responses.putObject("204").put("description", "Done");
            case Operation.Gives.Content content -> {
                ObjectNode response = responses.putObject("200").put("description", "Done");
                content.mediaTypes().forEach(type -> json(response, type));
            }
            case Operation.Gives.Elsewhere elsewhere ->
                responses.putObject("303").put("description", "Go there");
        }
    }

    private static ObjectNode json(ObjectNode node, String mediaType) {
        return node.withObjectProperty("content").putObject(mediaType);
    }

    private static Set<Integer> problems(Route route) {
        Set<Integer> statuses = new TreeSet<>(ALWAYS);
        statuses.addAll(route.operation().statuses());
        if (!(route.rule() instanceof Rule.Anyone)) {
            statuses.add(401);
            statuses.add(403);
        }
        if (route.effect().mutates()) {
            statuses.add(403);
        }
        if (route.operation().takes() != null) {
            statuses.addAll(List.of(413, 415));
        }
        return statuses;
    }

    private static void problem(ObjectNode responses, int status) {
        ObjectNode response = responses.withObjectProperty("" + status);
        if (!response.has("description")) {
            response.put("description", "A problem");
        }
        json(response, Problem.MEDIA_TYPE).putObject("schema").put("$ref", "#/components/schemas/Problem");
    }
}
