package io.penstock.bench.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Somebody who consumes the queue, or fills it.
 *
 * @param part which part of the benchmark this is
 * @param command its command line
 * @param environment its environment variables
 * @param settings what is worth knowing about how it is set up, for the report
 */
record Contender(Part part, Command command, Environment environment, Map<String, Object> settings) {
    /** Words of a command line for a number of jobs. */
    interface Command {
        List<String> words(Size size);
    }

    /** Environment variables for a number of jobs. */
    interface Environment {
        Map<String, String> variables(Size size);
    }

    JavaProcess start(Size size, Path log) throws IOException {
        return JavaProcess.start(command.words(size), environment.variables(size), log);
    }

    boolean isProducer() {
        return part == Part.PUBLISH_RAW || part == Part.PUBLISH_CLIENT;
    }

    /** Over how many users its jobs are spread, 0 if they are nobody's. */
    int users() {
        return part == Part.EVENTS ? 1_000 : 0;
    }
}
