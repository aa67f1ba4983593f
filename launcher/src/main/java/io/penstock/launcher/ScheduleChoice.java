package io.penstock.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.launcher.console.ConsoleApi;
import io.penstock.launcher.terminal.CommandFailure;
import java.util.Map;
import picocli.CommandLine.Parameters;

/** Which schedule a command is about: by its id or its name. */
final class ScheduleChoice {
    private static final String ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    @Parameters(paramLabel = "SCHEDULE", description = "Id or name of the schedule.")
    private String schedule = "";

    /** The path of the schedule in the API. A name that several tenants use means none of them. */
    String path(ConsoleApi console) {
        if (schedule.matches(ID)) {
            return "/schedules/" + schedule;
        }
        JsonNode found = console.get("/schedules", Map.of("name", schedule)).path("schedules");
        if (found.size() != 1) {
            throw CommandFailure.failed(
                    found.isEmpty()
                            ? "there is no schedule of this name"
                            : "several tenants have a schedule of this name; say which by its id");
        }
        return "/schedules/" + found.path(0).path("id").asText();
    }
}
