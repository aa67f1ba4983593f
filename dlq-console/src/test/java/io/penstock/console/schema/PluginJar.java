package io.penstock.console.schema;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** Plug-in jars that carry a schema and nothing else. */
public final class PluginJar {
    private PluginJar() {}

    /** Writes one. */
    public static void write(Path jar, String type, String schema) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out)) {
            entries.putNextEntry(new JarEntry("META-INF/penstock/schemas/" + type + ".json"));
            entries.write(schema.getBytes(StandardCharsets.UTF_8));
            entries.closeEntry();
        }
    }
}
