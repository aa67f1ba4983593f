package io.penstock.launcher;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Put open dead letters away. */
@Command(
        name = "archive",
        description = {"Put open dead letters away.", ""},
        footer = {"", "Exit codes: 0 all moved, 1 some were not or anything else, 2 usage or configuration."})
final class DlqArchiveCommand implements Callable<Integer> {
    @Mixin
    private DlqSelection selection = new DlqSelection();

    @Override
    public Integer call() {
        return selection.move("archive", "/dead-letters/archive", "open");
    }
}
