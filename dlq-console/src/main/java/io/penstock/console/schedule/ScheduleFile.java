package io.penstock.console.schedule;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.penstock.internal.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The file of schedules, {@code schedules.yaml}: a version, and entries as the API takes them, each with a name and something that
 * recurs.
 */
final class ScheduleFile {
    private static final int VERSION = 1;

    private static final ObjectMapper YAML = YAMLMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .findAndAddModules()
            .build();

    private ScheduleFile() {}

    /** The document. */
    record Document(int version, @Nullable List<NewSchedule> schedules) {}

    /**
     * Reads it. An interval without a beginning counts from 1970, so that it does not depend on when somebody started what.
     *
     * @param admission what else each must fit
     * @throws ConfigException if it cannot be read or does not fit; the message names file and entry
     */
    static List<Definition> read(Path file, Admission admission) {
        Document document = document(file);
        if (document.version() != VERSION) {
            throw new ConfigException(file + ", version: expected " + VERSION + ", got " + document.version());
        }
        List<NewSchedule> entries = document.schedules() == null ? List.of() : document.schedules();
        List<Definition> definitions = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < entries.size(); i++) {
            Definition definition = definition(file + ", schedules[" + i + "]", entries.get(i), admission);
            if (!seen.add(definition.job().owner().tenant() + "/" + definition.name())) {
                throw new ConfigException(file + ", schedules[" + i + "].name: expected each name once");
            }
            definitions.add(definition);
        }
        return definitions;
    }

    private static Document document(Path file) {
        try {
            Document document = YAML.readValue(Files.readString(file), Document.class);
            if (document == null) {
                throw new ConfigException(file + ": expected version and schedules, got nothing");
            }
            return document;
        } catch (JsonMappingException e) {
            throw new ConfigException(file + ", " + place(e) + ": expected "
                    + (e.getPath().isEmpty()
                            ? "version and schedules"
                            : "a field that a schedule has, with a value of its type"));
        } catch (JacksonException e) {
            throw new ConfigException(file + ": expected YAML, got something else near line "
                    + e.getLocation().getLineNr());
        } catch (IOException e) {
            throw new ConfigException(
                    file + ": expected a readable file, got " + e.getClass().getSimpleName());
        }
    }

    private static String place(JsonMappingException problem) {
        StringBuilder place = new StringBuilder();
        problem.getPath()
                .forEach(step -> place.append(
                        step.getFieldName() == null
                                ? "[" + step.getIndex() + "]"
                                : (place.isEmpty() ? "" : ".") + step.getFieldName()));
        return place.isEmpty() ? "line " + problem.getLocation().getLineNr() : place.toString();
    }

    private static Definition definition(String place, @Nullable NewSchedule entry, Admission admission) {
        if (entry == null || isAbsent(entry.queue()) || isAbsent(entry.payload()) || isAbsent(entry.name())) {
            throw new ConfigException(place + ": expected at least name, queue and payload");
        }
        try {
            Definition definition = entry.definition(Instant.EPOCH, entry.tenant());
            if (definition.timing() instanceof Timing.Once) {
                throw new ConfigException(place + ": expected cron or every, as what is in the file recurs");
            }
            admission.check(definition);
            return definition;
        } catch (InvalidScheduleException e) {
            throw new ConfigException(place + "." + e.getMessage());
        }
    }

    /** Jackson leaves out what is absent whatever the type says. */
    private static boolean isAbsent(@Nullable Object value) {
        return value == null;
    }
}
