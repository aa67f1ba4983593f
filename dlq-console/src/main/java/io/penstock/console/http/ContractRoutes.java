package io.penstock.console.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.console.access.Role;
import io.penstock.console.access.Rule;
import io.penstock.internal.contract.ContractDocuments;
import java.util.List;

/** What jobs, events and notifications look like, for programs that send or read them. */
public final class ContractRoutes {
    private static final String SCHEMAS = Route.API + "/schemas";
    private static final String SUFFIX = ".json";
    private static final Rule READER = new Rule.AtLeast(Role.READER);
    private static final Operation.Gives JSON = new Operation.Gives.Content(List.of("application/json"));

    private final ContractDocuments documents;

    public ContractRoutes(ContractDocuments documents) {
        this.documents = documents;
    }

    /** Which schemas there are: job types, types of events, and {@code notification}. */
    public record SchemaList(List<String> schemas) {}

    /** The routes. */
    public List<Route> routes() {
        return List.of(
                get(
                        SCHEMAS,
                        Operation.of("Names of all JSON Schemas: job types, types of events, notification")
                                .giving(SchemaList.class),
                        call -> Answer.ok(
                                new SchemaList(List.copyOf(documents.schemas().keySet())))),
                get(
                        SCHEMAS + "/{type}",
                        Operation.of("One JSON Schema; the AsyncAPI document refers to it with .json behind its name")
                                .with(Parameter.text("type", 140, "Job type, type of an event, or notification"))
                                .giving(JSON)
                                .failing(404),
                        this::schema),
                get(
                        Route.API + "/asyncapi.json",
                        Operation.of("The AsyncAPI 3 document of queues, topics and streams")
                                .giving(JSON),
                        call -> Answer.ok(documents.asyncApi())));
    }

    private static Route get(String path, Operation operation, Endpoint endpoint) {
        return new Route(Route.Method.GET, path, READER, Effect.reads(), operation, endpoint);
    }

    private Answer schema(Call call) {
        String type = call.needText("type");
        JsonNode schema = documents.schemas().get(type);
        if (schema == null && type.endsWith(SUFFIX)) {
            schema = documents.schemas().get(type.substring(0, type.length() - SUFFIX.length()));
        }
        if (schema == null) {
            throw new ProblemException(
                    Problem.notFound("there is no schema of that name; GET " + SCHEMAS + " lists them"));
        }
        return Answer.ok(schema);
    }
}
