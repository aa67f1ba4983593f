package io.penstock.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What this repository's Dockerfile says, stage by stage. */
record Dockerfile(List<Stage> stages) {
    private static final Pattern FROM = Pattern.compile("(\\S+)(?: AS (\\S+))?");

    /** One line with its continuations: {@code keyword} and all that follows it. */
    record Instruction(String keyword, String arguments) {
        /** The exec form's words; fails for the shell form. */
        List<String> words() throws JsonProcessingException {
            String json = arguments.substring(arguments.indexOf('['));
            return new JsonMapper().readValue(json, new TypeReference<>() {});
        }
    }

    /**
     * One {@code COPY}.
     *
     * @param fromBuild out of the stage that builds, or else out of the context
     */
    record Copy(boolean fromBuild, String source, String target) {
        static Copy of(Instruction instruction) {
            String[] words = instruction.arguments().replaceAll("--\\S+ ", "").split(" ", 2);
            return new Copy(instruction.arguments().contains("--from=build "), words[0], words[1]);
        }

        /** The module that was built. */
        String module() {
            return source.replaceAll("^/src/([^/]+)/.*", "$1");
        }
    }

    /** {@code FROM base AS name} and what follows, the base's instructions first if the base is a stage as well. */
    record Stage(String name, String base, List<Instruction> instructions) {
        List<Instruction> all(String keyword) {
            return instructions.stream()
                    .filter(instruction -> instruction.keyword().equals(keyword))
                    .toList();
        }

        List<Copy> copies() {
            return all("COPY").stream().map(Copy::of).toList();
        }

        Instruction last(String keyword) {
            return all(keyword).getLast();
        }

        /** All variables of {@code ENV}. */
        Map<String, String> environment() {
            return all("ENV").stream()
                    .flatMap(env -> Arrays.stream(env.arguments().split("\\s+", -1)))
                    .map(assignment -> assignment.split("=", 2))
                    .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        }
    }

    static Dockerfile read(Path file) throws IOException {
        String joined = Files.readString(file).replaceAll("(?m)^\\s*#.*\\R", "").replaceAll("\\\\\\R\\s*", "");
        Map<String, Stage> stages = new LinkedHashMap<>();
        Stage stage = null;
        for (String line : joined.lines().filter(text -> !text.isBlank()).toList()) {
            String[] parts = line.split("\\s+", 2);
            if (parts[0].equals("FROM")) {
                stage = stage(parts[1], stages);
            } else {
                stage.instructions().add(new Instruction(parts[0], parts[1]));
            }
        }
        return new Dockerfile(List.copyOf(stages.values()));
    }

    Stage stage(String name) {
        return stages.stream()
                .filter(stage -> stage.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Those that a container runs, as opposed to those that others are made from. */
    List<Stage> images() {
        return stages.stream()
                .filter(stage ->
                        stage.name().startsWith("worker") || stage.name().equals("console"))
                .toList();
    }

    /** Those that run jobs. */
    List<Stage> workers() {
        return images().stream()
                .filter(stage -> !stage.name().equals("console"))
                .toList();
    }

    private static Stage stage(String from, Map<String, Stage> earlier) {
        Matcher matcher = FROM.matcher(from);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("FROM " + from);
        }
        Stage base = earlier.get(matcher.group(1));
        Stage stage = new Stage(
                matcher.group(2), matcher.group(1), new ArrayList<>(base == null ? List.of() : base.instructions()));
        earlier.put(stage.name(), stage);
        return stage;
    }
}
