package io.penstock.testbed.internal.provisioning;

import io.penstock.testbed.TestbedException;
import io.penstock.testbed.internal.instance.Docker;
import io.penstock.testbed.internal.provisioning.Found.AsImage;
import io.penstock.testbed.internal.provisioning.Found.OnMachine;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the servers, and brings those that are missing: from this machine, else as a container, else from the
 * distribution's packages.
 *
 * @param programs what this machine has
 * @param docker the container engine, running or not
 * @param mayInstall whether packages may be installed
 * @param announce is told before something is installed
 */
public record Provisioning(Programs programs, Docker docker, boolean mayInstall, Consumer<String> announce) {
    /** Forbids every installation when it is set to anything but {@code 0} or {@code false}. */
    public static final String NO_INSTALL = "PENSTOCK_NO_INSTALL";

    private static final ReentrantLock INSTALLING = new ReentrantLock();

    /** For this machine. */
    public static Provisioning ofThisMachine(boolean mayInstall, Consumer<String> announce) {
        return new Provisioning(
                Programs.ofThisMachine(),
                new Docker("docker"),
                mayInstall && !forbiddenBy(System.getenv(NO_INSTALL)),
                announce);
    }

    static boolean forbiddenBy(@Nullable String variable) {
        return variable != null && !variable.isBlank() && !"0".equals(variable) && !"false".equalsIgnoreCase(variable);
    }

    /**
     * Where {@code software} can be run from. May take minutes, if it has to be installed.
     *
     * @throws TestbedException if it is missing and cannot, or must not, be installed
     */
    public Found find(Software software) {
        Optional<Path> program = programs.find(software);
        if (program.isPresent()) {
            return new OnMachine(program.get());
        }
        if (docker.engineRuns()) {
            return new AsImage(software.image());
        }
        if (mayInstall && new DebianPackages(programs).canInstall()) {
            return new OnMachine(installed(software));
        }
        throw new TestbedException(missing(software));
    }

    private Path installed(Software software) {
        INSTALLING.lock();
        try (FileChannel channel = FileChannel.open(lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock(); // until the channel is closed
            return programs.find(software).orElseGet(() -> install(software));
        } catch (IOException failure) {
            throw new TestbedException(
                    "Could not lock %s, which keeps installations apart: %s".formatted(lockFile(), failure), failure);
        } finally {
            INSTALLING.unlock();
        }
    }

    private Path install(Software software) {
        announce.accept(
                "%s is not on this machine: installing the package %s with apt-get, without starting its service"
                        .formatted(software.title(), software.debianPackage()));
        new DebianPackages(programs).install(software.debianPackage());
        return programs.find(software)
                .orElseThrow(() ->
                        new TestbedException("The package %s was installed, but there is no usable program %s in %s"
                                .formatted(software.debianPackage(), software.program(), programs.folders())));
    }

    private String missing(Software software) {
        return """
            %1$s is needed, but there is no program %2$s in %3$s, and no container engine answers.
            Do one of these:
              - install it: apt-get install %4$s (its service need not run)
              - start Docker: the image %5$s is used then
              - %6$s""".formatted(
                        software.title(),
                        software.program(),
                        programs.folders(),
                        software.debianPackage(),
                        software.image(),
                        mayInstall
                                ? "run as root, or with a sudo that asks for no password, on Debian or Ubuntu: it is installed then"
                                : "allow installing it on Debian and Ubuntu: unset " + NO_INSTALL
                                        + " and do not use --no-install or allowInstall(false)");
    }

    private static Path lockFile() {
        return Path.of(
                System.getProperty("java.io.tmpdir"),
                "penstock-testbed-install-" + System.getProperty("user.name") + ".lock");
    }
}
