package io.penstock.internal.contract;

import io.penstock.internal.config.ConfigException;
import io.penstock.internal.plugin.Plugins;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** Reads the files of the schema folder wherever it exists: by origin, then by file name. */
final class SchemaFiles {
    private static final int LARGEST = 1024 * 1024;

    private SchemaFiles() {}

    static Map<String, Map<String, byte[]>> onClassPath() {
        try {
            Map<String, Map<String, byte[]>> found = new LinkedHashMap<>();
            for (URL url : Collections.list(loader().getResources(ContractDocuments.FOLDER))) {
                found.put(url.toString(), files(url));
            }
            return found;
        } catch (IOException | URISyntaxException e) {
            throw new ConfigException("schemas on the class path: expected readable files, got " + e);
        }
    }

    private static ClassLoader loader() {
        return SchemaFiles.class.getClassLoader();
    }

    private static Map<String, byte[]> files(URL folder) throws IOException, URISyntaxException {
        if (!(folder.openConnection() instanceof JarURLConnection connection)) {
            return filesIn(Path.of(folder.toURI()));
        }
        connection.setUseCaches(false);
        try (JarFile jar = connection.getJarFile()) {
            return filesIn(jar);
        }
    }

    private static Map<String, byte[]> filesIn(Path folder) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.filter(Files::isRegularFile).toList()) {
                try (InputStream in = Files.newInputStream(entry)) {
                    files.put(entry.getFileName().toString(), content(in, entry.toString()));
                }
            }
        }
        return files;
    }

    /** Only entries directly in the folder. */
    private static Map<String, byte[]> filesIn(JarFile jar) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        for (JarEntry entry : Collections.list(jar.entries())) {
            String file = entry.getName().startsWith(ContractDocuments.FOLDER)
                    ? entry.getName().substring(ContractDocuments.FOLDER.length())
                    : "";
            if (!file.isEmpty() && file.indexOf('/') < 0) {
                try (InputStream in = jar.getInputStream(entry)) {
                    files.put(file, content(in, jar.getName() + "!/" + entry.getName()));
                }
            }
        }
        return files;
    }

    private static byte[] content(InputStream in, String where) throws IOException {
        byte[] bytes = in.readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
            throw new ConfigException("schema " + where + ": expected at most " + LARGEST + " bytes, got more");
        }
        return bytes;
    }

    /** Jars of plug-ins are read, not loaded: whoever wants to know a payload's form need not run its handler. */
    static Map<String, Map<String, byte[]>> inPlugins(Path folder) {
        Map<String, Map<String, byte[]>> found = new LinkedHashMap<>();
        for (List<Path> jars : Plugins.jars(folder)) {
            for (Path path : jars) {
                try (JarFile jar = new JarFile(path.toFile())) {
                    found.put(path.toString(), filesIn(jar));
                } catch (IOException e) {
                    throw new ConfigException("plug-in " + path + ": expected a readable jar, got " + e);
                }
            }
        }
        return found;
    }

    static byte[] resource(String name) {
        try (InputStream in = loader().getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(name + " cannot be read", e);
        }
    }
}
