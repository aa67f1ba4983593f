package io.penstock.console.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.console.schema.PayloadSchemas;
import io.penstock.console.schema.Violation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks payloads against the JSON Schemas of their types. Thread-safe. */
public final class SchemaCheck implements PayloadCheck {
    private final PayloadSchemas schemas;

    /** Checks with these. */
    public SchemaCheck(PayloadSchemas schemas) {
        this.schemas = schemas;
    }

    @Override
    public Verdict check(String queue, @Nullable String type, JsonNode payload) {
        String known = type == null ? schemas.defaultType(queue).orElse("") : type;
        if (!schemas.knows(known)) {
            return new Verdict.NotKnown();
        }
        List<Violation> wrong = schemas.check(known, payload);
        return wrong.isEmpty()
                ? new Verdict.Fits()
                : new Verdict.Misfit(wrong.getFirst().field(), wrong.getFirst().detail());
    }
}
