package io.penstock.launcher;

import picocli.CommandLine.Option;

/** The option {@code --no-install}. */
final class InstallOption {
    @Option(
            names = "--no-install",
            description = "Install nothing, neither Debian packages nor images nor npm packages.")
    private boolean forbidden;

    boolean isAllowed() {
        String environment = System.getenv().getOrDefault("PENSTOCK_NO_INSTALL", "");
        return !forbidden
                && (environment.isBlank() || environment.equals("0") || environment.equalsIgnoreCase("false"));
    }
}
