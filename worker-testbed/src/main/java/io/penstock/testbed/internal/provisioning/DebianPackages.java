package io.penstock.testbed.internal.provisioning;

import io.penstock.testbed.internal.command.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Installs packages on Debian and Ubuntu, without starting the services that they bring. */
final class DebianPackages {
    private static final Duration LIMIT = Duration.ofMinutes(15);

    /**
     * A policy-rc.d that forbids starting services is put in place for the time of the installation only; one that is
     * already there stays. Where systemd runs, the new services are also kept from starting at the next boot.
     */
    private static final String INSTALL = """
            set -e
            export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1
            policy=/usr/sbin/policy-rc.d
            trap 'exit 1' HUP INT TERM
            if [ ! -e "$policy" ]; then
              trap 'rm -f "$policy"' EXIT
              printf '#!/bin/sh\\nexit 101\\n' >"$policy"
              chmod 755 "$policy"
            fi
            install() { apt-get -q -y -o DPkg::Lock::Timeout=300 --no-install-recommends install "$@"; }
            if ! apt-get -q -s install "$@" >/dev/null 2>&1; then apt-get -q update; fi
            install "$@" || { apt-get -q update; install "$@"; }
            if [ -d /run/systemd/system ]; then systemctl disable "$@" || true; fi
            """;

    private final Programs programs;

    DebianPackages(Programs programs) {
        this.programs = programs;
    }

    /** Whether this is Debian or Ubuntu and this user may install packages without being asked for a password. */
    boolean canInstall() {
        return programs.find("apt-get").isPresent()
                && Files.exists(Path.of("/etc/debian_version"))
                && (isRoot() || Command.of("sudo", "-n", "true").succeeds());
    }

    /** Installs {@code name} and what it needs. */
    void install(String name) {
        List<String> script = List.of("sh", "-c", INSTALL, "install", name);
        Command shell = isRoot() ? Command.of() : Command.of("sudo", "-n");
        shell.with(script).in(Map.of("LC_ALL", "C.UTF-8")).within(LIMIT).run();
    }

    private static boolean isRoot() {
        return "0".equals(Command.of("id", "-u").run().strip());
    }
}
