package io.penstock.launcher;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Pauses a queue. */
@Command(
        name = "pause",
        description = {
            "Let the jobs of a queue wait: its workers take no more of them, those that run may end.",
            "It holds through restarts of workers, console and broker, until somebody resumes the queue.",
            ""
        })
final class DlqPauseCommand implements Callable<Integer> {
    @Mixin
    private QueueTurn turn = new QueueTurn();

    @Override
    public Integer call() {
        return turn.make("pause");
    }
}
