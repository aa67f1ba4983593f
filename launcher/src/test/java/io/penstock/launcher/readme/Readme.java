package io.penstock.launcher.readme;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The project's README as a test sees it: snippets that carry a file name, and tables of settings. */
final class Readme {
    private static final Pattern SNIPPET =
            Pattern.compile("<!-- runs: (\\S+) -->\\n```\\w+\\n(.*?)\\n```", Pattern.DOTALL);
    private static final Pattern SETTING =
            Pattern.compile("^\\| `([A-Z][A-Z0-9_]+)` \\| (?:`([^`]*)`)? ?\\|", Pattern.MULTILINE);

    private final String text;

    Readme(Path home) throws IOException {
        text = Files.readString(home.resolve("README.md"));
    }

    /** The snippet marked with {@code <!-- runs: name -->}. */
    String snippet(String name) {
        Matcher matcher = SNIPPET.matcher(text);
        while (matcher.find()) {
            if (matcher.group(1).equals(name)) {
                return matcher.group(2) + "\n";
            }
        }
        throw new AssertionError("README.md: expected a snippet marked <!-- runs: " + name + " -->, got none");
    }

    /** Default by name, of every setting in a table. */
    Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        Matcher matcher = SETTING.matcher(text);
        while (matcher.find()) {
            settings.put(matcher.group(1), matcher.group(2) == null ? "" : matcher.group(2));
        }
        return settings;
    }
}
