package io.penstock.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Peers are on the benchmark's class path and on no other. */
class ClassPathIT {

    /** Every folder of jars that the build has assembled, apart from the benchmark's own. */
    static List<Path> productionFolders() throws IOException {
        Path own = Path.of(System.getProperty("bench.lib"));
        Path module = Path.of(System.getProperty("module.folder"));
        Path relative = module.relativize(own);
        try (Stream<Path> modules = Files.list(module.getParent())) {
            return modules.filter(other -> !other.equals(module))
                    .map(other -> other.resolve(relative))
                    .filter(lib -> Files.isDirectory(lib))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("productionFolders")
    void no_production_class_path_has_spring(Path lib) throws Exception {
        assertThat(jarsOf(lib)).isNotEmpty().noneMatch(ClassPathIT::isPeer);
    }

    @Test
    void workers_and_launcher_are_among_them() throws Exception {
        assertThat(productionFolders())
                .extracting(lib -> Path.of(System.getProperty("module.folder"))
                        .getParent()
                        .relativize(lib)
                        .getName(0)
                        .toString())
                .contains("worker-core", "workers-email", "workers-webhook", "launcher");
    }

    @Test
    void the_benchmark_itself_has_spring() throws Exception {
        assertThat(jarsOf(Path.of(System.getProperty("bench.lib")))).anyMatch(ClassPathIT::isPeer);
    }

    private static boolean isPeer(String jar) {
        return jar.startsWith("spring-") || jar.startsWith("worker-bench");
    }

    private static List<String> jarsOf(Path lib) throws IOException {
        try (Stream<Path> jars = Files.list(lib)) {
            return jars.map(jar -> jar.getFileName().toString()).toList();
        }
    }
}
