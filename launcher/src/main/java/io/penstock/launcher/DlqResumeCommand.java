package io.penstock.launcher;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Resumes a queue. */
@Command(
        name = "resume",
        description = {"Let the jobs of a queue that was paused run again.", ""})
final class DlqResumeCommand implements Callable<Integer> {
    @Mixin
    private QueueTurn turn = new QueueTurn();

    @Override
    public Integer call() {
        return turn.make("resume");
    }
}
