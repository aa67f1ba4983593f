package io.penstock.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.launcher.console.ConsoleApi;
import io.penstock.launcher.terminal.Columns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists workers. */
@Command(
        name = "workers",
        description = {"List workers, with the queues that they consume and, if wanted, the jobs that run.", ""})
final class DlqWorkersCommand implements Callable<Integer> {
    @Option(names = "--running", description = "Show the jobs that run.")
    private boolean running;

    @Mixin
    private OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        JsonNode list = ConsoleApi.of(System.getenv()).get("/workers", Map.of());
        if (output.isJson()) {
            System.out.println(list.toPrettyString());
        } else if (list.path("workers").isEmpty()) {
            System.out.println(
                    list.has("heard_since")
                            ? "No workers were heard of."
                            : "The console cannot reach RabbitMQ, so it hears of no workers.");
        } else {
            print(list.path("workers"));
        }
        return 0;
    }

    private void print(JsonNode workers) {
        Columns columns =
                new Columns().row("host", "pid", "version", "state", "started", "running", "queues (busy/slots)");
        workers.forEach(worker -> {
            columns.row(
                    worker.path("host").asText(),
                    worker.path("pid").asText(),
                    worker.path("version").asText(),
                    worker.path("silent").asBoolean()
                            ? "silent"
                            : worker.path("state").asText(),
                    worker.path("started_at").asText(),
                    worker.path("running_total").asText(),
                    queues(worker.path("queues")));
        });
        System.out.print(columns);
        if (running) {
            printRunning(workers);
        }
    }

    private static String queues(JsonNode queues) {
        List<String> texts = new ArrayList<>();
        queues.forEach(queue -> texts.add(queue.path("queue").asText() + " "
                + (queue.path("paused").asBoolean()
                        ? "paused"
                        : queue.path("busy").asText() + "/"
                                + queue.path("slots").asText())));
        return String.join(", ", texts);
    }

    private static void printRunning(JsonNode workers) {
        Columns columns = new Columns().row("job", "queue", "type", "tenant", "attempt", "since", "on");
        workers.forEach(worker -> worker.path("running")
                .forEach(job -> columns.row(
                        job.path("job_id").asText(),
                        job.path("queue").asText(),
                        job.path("type").asText(),
                        job.path("tenant").asText("-"),
                        job.path("attempt").asText(),
                        job.path("since").asText(),
                        worker.path("host").asText() + "/" + worker.path("pid").asText())));
        System.out.println();
        System.out.print(columns);
    }
}
