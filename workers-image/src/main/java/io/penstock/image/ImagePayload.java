package io.penstock.image;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Payload of {@code image.resize}. Checked when built.
 *
 * @param source URL of the object to read
 * @param renditions what to make of it, 1 to 20
 */
public record ImagePayload(String source, List<Rendition> renditions) {

    public ImagePayload(@Nullable String source, @Nullable List<Rendition> renditions) {
        if (source == null || source.isBlank()) {
            throw new IllegalArgumentException("source: expected the URL of an object, got none");
        }
        this.source = source;
        this.renditions = checked(source, renditions);
    }

    private static List<Rendition> checked(String source, @Nullable List<Rendition> renditions) {
        if (renditions == null || renditions.isEmpty() || renditions.size() > Limits.MAX_RENDITIONS) {
            throw new IllegalArgumentException("renditions: expected 1 to " + Limits.MAX_RENDITIONS + ", got "
                    + (renditions == null ? 0 : renditions.size()));
        }
        Set<String> names = new HashSet<>();
        Set<String> outputs = new HashSet<>(Set.of(source));
        for (int i = 0; i < renditions.size(); i++) {
            Rendition rendition = Objects.requireNonNull(renditions.get(i), "renditions: expected objects, got null");
            if (!names.add(rendition.name())) {
                throw new IllegalArgumentException("renditions[" + i + "].name: expected each name once");
            }
            // a run again would take its own result for the source
            if (!outputs.add(rendition.output())) {
                throw new IllegalArgumentException("renditions[" + i
                        + "].output: expected an object that is neither the source nor written twice");
            }
        }
        return List.copyOf(renditions);
    }
}
