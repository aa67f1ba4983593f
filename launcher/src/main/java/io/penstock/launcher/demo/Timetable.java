package io.penstock.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.launcher.console.ConsoleApi;
import io.penstock.launcher.watch.JobEvent;
import io.penstock.launcher.watch.JobWatch;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The demo's schedules: one job that runs once, a moment later, and one that recurs until it has run twice.
 *
 * @param console publishes them when they are due
 * @param watch hears of their ends; open already
 * @param out where it is shown
 */
record Timetable(ConsoleApi console, JobWatch watch, PrintStream out) {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final int RUNS = 2;
    private static final Map<String, ?> TASK = Map.of("failures", 0, "acceptable", true, "stock", false);

    List<Check> run() {
        new Exhibition(out).heading("Schedules, through the console");
        String once = add("reminder", "in", "1s");
        String recurring = add("every-second", "every", "1s");
        Map<String, Integer> completed = follow(Map.of(once, "reminder", recurring, "every-second"));
        console.delete("/schedules/" + recurring);
        List<Check> checks = new ArrayList<>();
        checks.add(new Check("a job that was scheduled ran once", completed.getOrDefault(once, 0) == 1));
        checks.add(new Check("a job that recurs ran again", completed.getOrDefault(recurring, 0) >= RUNS));
        return checks;
    }

    private String add(String name, String field, String when) {
        JsonNode schedule =
                console.post("/schedules", Map.of("name", name, "queue", "demo", "payload", TASK, field, when));
        return schedule.path("id").asText();
    }

    /** How often the job of each schedule completed, until both have done so often enough. */
    private Map<String, Integer> follow(Map<String, String> names) {
        Map<String, Integer> completed = new HashMap<>();
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!isEnough(completed, names) && System.nanoTime() - deadline < 0) {
            watch.next(LOOK_EVERY)
                    .filter(event -> event.kind() == JobEvent.Kind.COMPLETED)
                    .ifPresent(event -> names.keySet().stream()
                            .filter(id -> event.jobId().startsWith("schedule:" + id))
                            .forEach(id -> {
                                completed.merge(id, 1, Integer::sum);
                                out.printf("  %-13s completed as %s%n", names.get(id), event.jobId());
                            }));
        }
        return completed;
    }

    private static boolean isEnough(Map<String, Integer> completed, Map<String, String> names) {
        return completed.size() == names.size()
                && completed.values().stream().mapToInt(Integer::intValue).sum() > RUNS;
    }
}
