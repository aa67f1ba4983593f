package io.penstock.bench.images;

import io.penstock.bench.run.BenchException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * All who take part, as command lines.
 *
 * @param photographs what everybody works on
 * @param work folder for scripts, renditions and sharp
 * @param rounds how often each goes through all photographs while it is measured
 */
record Contenders(Photographs photographs, Path work, int rounds) {
    private static final String SHARP = "0.35.5";

    /** Those that use so many threads; {@code key} begins the keys of their series. */
    List<Contender> of(String key, int threads, boolean sharp) throws IOException {
        List<Contender> contenders = new ArrayList<>();
        contenders.add(penstock(key + ".penstock", "Penstock, engine auto", "auto", threads));
        contenders.add(penstock(key + ".java", "Penstock, engine java", "java", threads));
        if (sharp) {
            contenders.add(sharp(key + ".sharp", "sharp, a decode per rendition", "each", threads));
            contenders.add(sharp(key + ".sharp.once", "sharp, one decode", "once", threads));
        }
        contenders.add(vipsthumbnail(key + ".vipsthumbnail", threads));
        return contenders;
    }

    private Contender penstock(String key, String name, String engine, int threads) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "-Dlogback.configurationFile=io/penstock/bench/logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                HandlerMain.class.getName(),
                engine));
        words.addAll(arguments(threads));
        return new Contender(key, name, words, Map.of("MALLOC_ARENA_MAX", "2"));
    }

    private Contender sharp(String key, String name, String way, int threads) throws IOException {
        List<String> words = new ArrayList<>(
                List.of("node", script("sharp.mjs", work.resolve("sharp")).toString(), way));
        words.addAll(arguments(threads));
        return new Contender(key, name, words, Map.of("UV_THREADPOOL_SIZE", Integer.toString(Math.max(4, threads))));
    }

    private Contender vipsthumbnail(String key, int threads) throws IOException {
        List<String> words =
                new ArrayList<>(List.of("bash", script("vipsthumbnail.sh", work).toString()));
        words.addAll(arguments(threads));
        return new Contender(key, "vipsthumbnail, a process per rendition", words, Map.of("VIPS_CONCURRENCY", "1"));
    }

    private List<String> arguments(int threads) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                Integer.toString(threads),
                Integer.toString(rounds),
                Files.createDirectories(work.resolve("renditions")).toString()));
        photographs.files().forEach(file -> words.add(file.toString()));
        return words;
    }

    /** Installs sharp beside its script, unless it is there. */
    void installSharp() throws IOException, InterruptedException {
        Path folder = Files.createDirectories(work.resolve("sharp"));
        if (!Files.isDirectory(folder.resolve("node_modules/sharp"))) {
            Contender.output(
                    List.of("npm", "install", "--silent", "--no-save", "--prefix", ".", "sharp@" + SHARP),
                    Map.of(),
                    folder);
        }
    }

    static String sharpVersion() {
        return SHARP;
    }

    private static Path script(String name, Path folder) throws IOException {
        Path file = Files.createDirectories(folder).resolve(name);
        try (InputStream in = Contenders.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new BenchException("resource " + name + " is missing");
            }
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }
}
