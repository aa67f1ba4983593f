package io.penstock.launcher.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README's tables say what the code does. */
class ReadmeTest {
    private static final Pattern LINE = Pattern.compile("^(\\S+) = (.*?)   \\(default\\)$", Pattern.MULTILINE);
    private static final Pattern OF_ANOTHER_README =
            Pattern.compile("(SMTP|S3|AWS|PENSTOCK_EMAIL|PENSTOCK_IMAGE|PENSTOCK_PDF|PENSTOCK_WEBHOOK)_.*");

    @Test
    void the_tables_list_exactly_the_settings_of_a_worker_with_their_defaults() throws Exception {
        Map<String, String> printed = new TreeMap<>();
        Matcher matcher = LINE.matcher(printConfig());
        while (matcher.find()) {
            if (!OF_ANOTHER_README.matcher(matcher.group(1)).matches()) {
                printed.put(matcher.group(1), matcher.group(2).replace(":***@", ":guest@"));
            }
        }
        printed.put("PENSTOCK_QUEUES", "");
        printed.put("PENSTOCK_CONFIG", "");
        assertThat(new TreeMap<>(new Readme(Path.of("..")).settings())).isEqualTo(printed);
    }

    private static String printConfig() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.penstock.worker.WorkerMain",
                "--queues=emails",
                "--print-config");
        builder.environment()
                .keySet()
                .removeIf(name -> name.matches("(PENSTOCK|RABBITMQ|KAFKA|REDIS|SMTP|OBJECT_STORE|S3|AWS)_.*"));
        Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD)
                .directory(new File("."))
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return output;
    }
}
