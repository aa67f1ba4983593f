package io.penstock.bench.options;

import picocli.CommandLine.Option;

/** The option {@code --no-install}, which {@code PENSTOCK_NO_INSTALL} stands for as well. */
public final class InstallOption {
    @Option(names = "--no-install", description = "Install nothing.")
    private boolean forbidden;

    /** Whether something may be installed. */
    public boolean isAllowed() {
        String environment = System.getenv().getOrDefault("PENSTOCK_NO_INSTALL", "");
        return !forbidden
                && (environment.isBlank() || environment.equals("0") || environment.equalsIgnoreCase("false"));
    }
}
