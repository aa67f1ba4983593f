package io.penstock.launcher.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds a client in another language on this machine, or installs one: Python with pika, or Node.js with amqplib.
 *
 * @param folder where scripts and npm packages are put
 * @param rabbitMqUrl the broker that clients talk to
 * @param announce is told before something is installed
 */
public record ForeignClients(Path folder, String rabbitMqUrl, Consumer<String> announce) {
    private static final Duration LOOK_LIMIT = Duration.ofSeconds(20);
    private static final Duration INSTALL_LIMIT = Duration.ofMinutes(5);
    private static final List<String> PYTHONS = List.of("/usr/bin/python3", "python3");

    /** Creates the folder if it is not there. */
    public ForeignClients {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first that works, installing what is missing if that is allowed. */
    Optional<ForeignClient> find(boolean allowInstall) {
        return pika().or(() -> allowInstall ? installedPika() : Optional.empty())
                .or(() -> allowInstall ? amqplib() : Optional.empty());
    }

    /** Python with pika, if both are there. */
    public Optional<ForeignClient> pika() {
        return PYTHONS.stream()
                .filter(python -> runs(python, "-c", "import pika"))
                .findFirst()
                .map(python -> client("Python, pika", python, script("enqueue.py")));
    }

    private Optional<ForeignClient> installedPika() {
        if (!Files.exists(Path.of("/etc/debian_version")) || !runs(PYTHONS.get(0), "--version")) {
            return Optional.empty();
        }
        List<String> asRoot = runs("sh", "-c", "test \"$(id -u)\" = 0") ? List.of() : List.of("sudo", "-n");
        announce.accept(
                "Installing python3-pika with apt-get, for a client in another language (--no-install forbids it)");
        return aptGet(asRoot, "install") || (aptGet(asRoot, "update") && aptGet(asRoot, "install"))
                ? pika()
                : Optional.empty();
    }

    /** Node.js with amqplib, which npm puts into the folder, if Node.js and npm are there. */
    public Optional<ForeignClient> amqplib() {
        if (!runs("npm", "--version")) {
            return Optional.empty();
        }
        announce.accept("Installing amqplib with npm, for a client in another language (--no-install forbids it)");
        script("package.json");
        script("package-lock.json");
        return program(INSTALL_LIMIT, List.of("npm", "ci", "--no-audit", "--no-fund"))
                        .succeeds()
                ? Optional.of(client("Node.js, amqplib", "node", script("enqueue.mjs")))
                : Optional.empty();
    }

    private boolean aptGet(List<String> asRoot, String action) {
        List<String> words = new ArrayList<>(asRoot);
        words.addAll(List.of("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y"));
        words.addAll(List.of("-o", "DPkg::Lock::Timeout=300", "--no-install-recommends", action));
        if (action.equals("install")) {
            words.add("python3-pika");
        }
        return program(INSTALL_LIMIT, words).succeeds();
    }

    private boolean runs(String... words) {
        return program(LOOK_LIMIT, List.of(words)).succeeds();
    }

    private ExternalProgram program(Duration limit, List<String> words) {
        return new ExternalProgram(words, folder, Map.of(), limit);
    }

    private ForeignClient client(String name, String interpreter, Path script) {
        return new ScriptClient(name, List.of(interpreter, script.toString()), folder, rabbitMqUrl);
    }

    /** Unpacks a file that lies beside this class. */
    private Path script(String name) {
        try (InputStream content = Objects.requireNonNull(ForeignClients.class.getResourceAsStream(name), name)) {
            Path file = folder.resolve(name);
            Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
