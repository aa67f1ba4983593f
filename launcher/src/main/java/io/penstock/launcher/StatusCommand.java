package io.penstock.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.launcher.site.QueueDepth;
import io.penstock.launcher.site.Site;
import io.penstock.launcher.site.SiteFile;
import io.penstock.launcher.site.SiteProbe;
import io.penstock.launcher.terminal.Columns;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tells what {@code up} started and how it is doing. */
@Command(
        name = "status",
        description = {"Show what 'up' started, the worker's health and the depth of its queues.", ""},
        footer = {"", "Exit codes: 0 up and the worker is ready, 2 usage, 1 anything else."})
final class StatusCommand implements Callable<Integer> {
    @Mixin
    private OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        SiteFile file = new SiteFile(Home.locate().up());
        Optional<Site> site = file.readRunning();
        if (site.isEmpty()) {
            printNothing(file.read().isPresent());
            return 1;
        }
        SiteProbe probe = SiteProbe.of(site.get());
        if (output.isJson()) {
            OutputOption.printJson(asJson(site.get(), probe));
        } else {
            print(site.get(), probe);
        }
        return probe.workerIsReady() ? 0 : 1;
    }

    private void printNothing(boolean died) {
        if (output.isJson()) {
            OutputOption.printJson(Map.of("up", false));
        } else if (died) {
            System.out.println("The process that 'up' started has died. './penstock down' ends what it may have left.");
        } else {
            System.out.println("Nothing is up. Start it with: ./penstock up");
        }
    }

    private static Map<String, Object> asJson(Site site, SiteProbe probe) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("up", true);
        json.put("pid", site.ownerPid());
        json.put("addresses", site.addresses());
        json.put("worker", Map.of("pid", site.workerPid(), "ready", probe.workerIsReady(), "health", probe.health()));
        json.put("queues", probe.queues());
        return json;
    }

    private static void print(Site site, SiteProbe probe) {
        System.out.println("Up, pid " + site.ownerPid());
        System.out.print(site.addresses().table());
        System.out.println();
        System.out.println("Worker " + (probe.workerIsReady() ? "ready" : "NOT READY") + ", pid " + site.workerPid());
        System.out.print(checks(probe.health()));
        System.out.println();
        System.out.println("Queues");
        System.out.print(table(probe));
        System.out.println("Dead letters that a console took out of their queues: ./penstock dlq list");
    }

    private static Columns checks(JsonNode health) {
        Columns columns = new Columns();
        health.path("checks")
                .properties()
                .forEach(check -> columns.row(
                        check.getKey(),
                        check.getValue().isValueNode()
                                ? check.getValue().asText()
                                : check.getValue().toString()));
        return columns;
    }

    private static Columns table(SiteProbe probe) {
        Columns columns =
                new Columns().row("queue", "state", "waiting", "running", "consumers", "dead letters not collected");
        for (QueueDepth queue : probe.queues()) {
            columns.row(
                    queue.queue(),
                    probe.health().path("checks").path("queue " + queue.queue()).asText("not of this worker"),
                    Long.toString(queue.waiting()),
                    Long.toString(queue.running()),
                    Long.toString(queue.consumers()),
                    Long.toString(queue.deadLetters()));
        }
        return columns;
    }
}
