package io.penstock.launcher;

import io.penstock.launcher.console.ConsoleApi;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes the rate of a replay. */
@Command(
        name = "rate",
        description = {"Make a replay faster or slower, at once.", ""})
final class ReplayRateCommand implements Callable<Integer> {
    @SuppressWarnings("NullAway.Init") // picocli sets it
    @Parameters(paramLabel = "REPLAY", description = "Its id, as 'plan' and 'list' print it.")
    private String id;

    @Option(names = "--to", paramLabel = "N", required = true, description = "How many per second, 1 to 1000.")
    private int rate;

    @Mixin
    private OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        var replay = ConsoleApi.of(System.getenv()).patch("/replays/" + ConsoleApi.encode(id), Map.of("rate", rate));
        System.out.println(
                output.isJson() ? replay.toPrettyString() : ReplayText.line(replay) + ", " + rate + " per second");
        return 0;
    }
}
