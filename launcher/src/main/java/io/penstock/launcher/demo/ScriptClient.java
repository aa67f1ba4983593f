package io.penstock.launcher.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A script in another language, run once for each job.
 *
 * @param name language and library
 * @param words interpreter and script
 * @param folder where the script is
 * @param rabbitMqUrl the broker
 */
record ScriptClient(String name, List<String> words, Path folder, String rabbitMqUrl) implements ForeignClient {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    ScriptClient {
        words = List.copyOf(words);
    }

    @Override
    public void publish(String queue, String body) {
        List<String> command = Stream.concat(words.stream(), Stream.of(queue)).toList();
        new ExternalProgram(command, folder, Map.of("RABBITMQ_URL", rabbitMqUrl), LIMIT).run(body);
    }
}
