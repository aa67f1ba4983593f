package io.penstock.bench.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The report for programs. */
public final class Json {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final ObjectWriter WRITER = MAPPER.writerWithDefaultPrettyPrinter();

    private Json() {}

    /** One JSON document. */
    public static String of(Report report) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("time", report.time().toString());
        document.put("machine", report.machine());
        document.put("versions", report.versions());
        document.put("settings", report.settings());
        document.put("series", report.series().stream().map(Json::series).toList());
        document.put("goals", goals(report));
        try {
            return WRITER.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The series of a document that {@link #of} wrote.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static List<Series> readSeries(String document) {
        try {
            List<Series> series = new ArrayList<>();
            MAPPER.readTree(document).path("series").forEach(one -> series.add(readOne(one)));
            return series;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "expected what ./penstock bench wrote, got " + e.getOriginalMessage(), e);
        }
    }

    private static Series readOne(JsonNode node) {
        List<Double> values = new ArrayList<>();
        node.path("values").forEach(value -> values.add(value.doubleValue()));
        return new Series(
                node.path("key").asText(),
                node.path("name").asText(),
                node.path("unit").asText(),
                values);
    }

    private static Map<String, Object> series(Series series) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("key", series.key());
        fields.put("name", series.name());
        fields.put("unit", series.unit());
        fields.put("median", series.median());
        fields.put("least", series.least());
        fields.put("most", series.most());
        fields.put("values", series.values());
        return fields;
    }

    private static List<Map<String, Object>> goals(Report report) {
        return report.goals().stream().map(goal -> goal(goal, report.byKey())).toList();
    }

    private static Map<String, Object> goal(Goal goal, Map<String, Series> measured) {
        Map<String, Object> fields = new LinkedHashMap<>();
        Double reached = goal.reached(measured);
        fields.put("key", goal.key());
        fields.put("goal", goal.text());
        fields.put("reached", reached);
        fields.put("met", reached == null ? null : goal.isMetBy(reached));
        return fields;
    }
}
