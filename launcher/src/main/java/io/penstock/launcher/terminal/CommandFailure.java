package io.penstock.launcher.terminal;

/** Ends a command with a message for people and an exit code. Everything else that a command throws is a defect. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private CommandFailure(int exitCode, String message) {
        super(message, null, false, false);
        this.exitCode = exitCode;
    }

    /** The command was used wrongly, or the configuration is wrong: exit code 2. */
    public static CommandFailure usage(String message) {
        return new CommandFailure(2, message);
    }

    /** The command was right and did not succeed: exit code 1. */
    public static CommandFailure failed(String message) {
        return new CommandFailure(1, message);
    }

    /** 1 or 2. */
    public int exitCode() {
        return exitCode;
    }
}
