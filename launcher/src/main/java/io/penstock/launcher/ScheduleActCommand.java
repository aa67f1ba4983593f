package io.penstock.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.launcher.console.ConsoleApi;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What is done to one schedule. */
final class ScheduleActCommand {
    private ScheduleActCommand() {}

    /** Cancels. */
    @Command(
            name = "cancel",
            description = {"Cancel a schedule: what is not published yet never is.", ""})
    static final class Cancel implements Callable<Integer> {
        @Mixin
        private ScheduleChoice choice = new ScheduleChoice();

        @Mixin
        private OutputOption output = new OutputOption();

        @Override
        public Integer call() {
            ConsoleApi console = ConsoleApi.of(System.getenv());
            String path = choice.path(console);
            console.delete(path);
            if (output.isJson()) {
                OutputOption.printJson(Map.of("cancelled", path.substring(path.lastIndexOf('/') + 1)));
            } else {
                System.out.println("cancelled");
            }
            return 0;
        }
    }

    /** Pauses. */
    @Command(
            name = "pause",
            description = {"Let a schedule rest until it is resumed.", ""})
    static final class Pause implements Callable<Integer> {
        @Mixin
        private ScheduleChoice choice = new ScheduleChoice();

        @Mixin
        private OutputOption output = new OutputOption();

        @Override
        public Integer call() {
            return act(choice, output, "/pause");
        }
    }

    /** Resumes. */
    @Command(
            name = "resume",
            description = {"Let a schedule go on, from its next time.", ""})
    static final class Resume implements Callable<Integer> {
        @Mixin
        private ScheduleChoice choice = new ScheduleChoice();

        @Mixin
        private OutputOption output = new OutputOption();

        @Override
        public Integer call() {
            return act(choice, output, "/resume");
        }
    }

    /** Publishes now. */
    @Command(
            name = "run-now",
            description = {"Publish a schedule's job now and print the job's id.", ""})
    static final class RunNow implements Callable<Integer> {
        @Mixin
        private ScheduleChoice choice = new ScheduleChoice();

        @Mixin
        private OutputOption output = new OutputOption();

        @Override
        public Integer call() {
            return act(choice, output, "/run-now");
        }
    }

    private static int act(ScheduleChoice choice, OutputOption output, String what) {
        ConsoleApi console = ConsoleApi.of(System.getenv());
        JsonNode answer = console.post(choice.path(console) + what, Map.of());
        System.out.println(
                output.isJson()
                        ? answer.toPrettyString()
                        : answer.at("/status/state").asText(answer.path("id").asText()));
        return 0;
    }
}
