package io.penstock.launcher;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Options that say which dead letters are meant. */
final class DlqFilter {
    @Option(names = "--queue", paramLabel = "NAME", description = "Died in this queue.")
    private String queue = "";

    @Option(names = "--type", paramLabel = "TYPE", description = "Job type.")
    private String type = "";

    @Option(names = "--tenant", paramLabel = "ID", description = "Tenant.")
    private String tenant = "";

    @Option(names = "--error", paramLabel = "CLASS", description = "Class of the error, with or without its package.")
    private String error = "";

    @Option(names = "--reason", paramLabel = "WORD", description = "Why it died, e.g. attempts_exhausted.")
    private String reason = "";

    @Option(names = "--group", paramLabel = "FINGERPRINT", description = "Group, as 'dlq groups' lists them.")
    private String group = "";

    @Option(names = "--since", paramLabel = "INSTANT", description = "Died then or later, e.g. 2026-11-25T10:00:00Z.")
    private String since = "";

    @Option(names = "--until", paramLabel = "INSTANT", description = "Died then or earlier.")
    private String until = "";

    @Option(names = "--search", paramLabel = "TEXT", description = "Part of job id, error class or error message.")
    private String search = "";

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "Some of open, replaying, replayed, resolved, archived, separated by commas.")
    private String state = "";

    /** The parameters of the API, without those that were not given. */
    Map<String, String> parameters() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("queue", queue);
        all.put("type", type);
        all.put("tenant", tenant);
        all.put("error", error);
        all.put("reason", reason);
        all.put("fingerprint", group);
        all.put("since", since);
        all.put("until", until);
        all.put("q", search);
        all.put("state", state);
        all.values().removeIf(String::isEmpty);
        return all;
    }
}
