package io.penstock.bench.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Somebody who consumes the queue.
 *
 * @param part which part of the benchmark this is
 * @param users over how many users its jobs are spread, 0 for none
 * @param command its command line
 * @param environment its environment variables
 * @param settings what is worth knowing about how it is set up, for the report
 */
record Contender(Part part, int users, Command command, Environment environment, Map<String, Object> settings) {
    /** Words of a command line for a number of jobs. */
    interface Command {
        List<String> words(long warmUp, long total);
    }

    /** Environment variables for a number of jobs. */
    interface Environment {
        Map<String, String> variables(long warmUp, long total);
    }

    JavaProcess start(long warmUp, long total, Path log) throws java.io.IOException {
        return JavaProcess.start(command.words(warmUp, total), environment.variables(warmUp, total), log);
    }
}
