package io.penstock.launcher;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Make archived dead letters open again. */
@Command(
        name = "restore",
        description = {"Make archived dead letters open again.", ""},
        footer = {"", "Exit codes: 0 all moved, 1 some were not or anything else, 2 usage or configuration."})
final class DlqRestoreCommand implements Callable<Integer> {
    @Mixin
    private DlqSelection selection = new DlqSelection();

    @Override
    public Integer call() {
        return selection.move("restore", "/dead-letters/restore", "archived");
    }
}
