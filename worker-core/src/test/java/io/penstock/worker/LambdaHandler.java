package io.penstock.worker;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.Outcome;
import io.penstock.spi.JobContext;
import io.penstock.spi.JobHandler;

/** A handler made of a lambda. */
record LambdaHandler(String type, String queue, Body body) implements JobHandler<JsonNode> {

    /** What the handler does. */
    interface Body {
        Outcome run(JsonNode payload, JobContext context) throws Exception;
    }

    @Override
    public Class<JsonNode> payloadType() {
        return JsonNode.class;
    }

    @Override
    public Outcome handle(JsonNode payload, JobContext context) throws Exception {
        return body.run(payload, context);
    }
}
