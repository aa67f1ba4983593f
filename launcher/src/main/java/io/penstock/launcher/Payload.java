package io.penstock.launcher;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.penstock.launcher.terminal.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads the payload of a job and sees to it that it is one JSON object. */
final class Payload {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Payload() {}

    /**
     * The bytes of {@code file}, or of standard input if it is {@code -}, unchanged.
     *
     * @throws CommandFailure if it cannot be read, or is anything but one JSON object
     */
    static byte[] read(String file) {
        String name = file.equals("-") ? "standard input" : file;
        byte[] bytes = bytesOf(file);
        try {
            JsonNode payload = JSON.readTree(bytes);
            if (!payload.isObject()) {
                throw CommandFailure.usage("%s: expected one JSON object, got %s"
                        .formatted(name, payload.isMissingNode() ? "nothing" : payload.getNodeType()));
            }
            return bytes;
        } catch (MismatchedInputException e) {
            throw CommandFailure.usage(name + ": expected one JSON object, got more than that");
        } catch (JacksonException e) {
            JsonLocation place = e.getLocation();
            throw CommandFailure.usage("%s, line %d, column %d: expected one JSON object, got %s"
                    .formatted(name, place.getLineNr(), place.getColumnNr(), e.getOriginalMessage()));
        } catch (IOException e) {
            throw new AssertionError("bytes in memory that cannot be read", e);
        }
    }

    private static byte[] bytesOf(String file) {
        try {
            return file.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file));
        } catch (NoSuchFileException e) {
            throw CommandFailure.usage(file + ": expected a JSON file, got no such file");
        } catch (IOException e) {
            throw CommandFailure.usage(file + ": expected a readable file, got " + e);
        }
    }
}
