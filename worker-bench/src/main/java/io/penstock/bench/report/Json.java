package io.penstock.bench.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The report for programs. */
public final class Json {
    private static final ObjectWriter WRITER = new JsonMapper().writerWithDefaultPrettyPrinter();

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
