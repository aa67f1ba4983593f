package io.penstock.bench.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Somebody who consumes the queue, or fills it.
 *
 * @param part which part of the benchmark this is
 * @param command the words of its command line
 * @param environment its environment variables
 * @param settings what is worth knowing about how it is set up, for the report
 */
record Contender(Part part, List<String> command, Map<String, String> environment, Map<String, Object> settings) {
    JavaProcess start(Path log) throws IOException {
        return JavaProcess.start(command, environment, log);
    }
}
