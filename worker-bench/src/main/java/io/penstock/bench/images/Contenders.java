package io.penstock.bench.images;

import io.penstock.bench.program.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    List<Program> of(String key, int threads, boolean sharp) throws IOException {
        List<Program> contenders = new ArrayList<>();
        contenders.add(penstock(key + ".penstock", "Penstock, engine auto", "auto", threads));
        contenders.add(penstock(key + ".java", "Penstock, engine java", "java", threads));
        if (sharp) {
            contenders.add(sharp(key + ".sharp", "sharp, a decode per rendition", "each", threads));
            contenders.add(sharp(key + ".sharp.once", "sharp, one decode", "once", threads));
        }
        contenders.add(vipsthumbnail(key + ".vipsthumbnail", threads));
        return contenders;
    }

    private Program penstock(String key, String name, String engine, int threads) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(engine));
        arguments.addAll(arguments(threads));
        List<String> words = Program.java(List.of("-Xmx512m"), HandlerMain.class, arguments);
        return new Program(key, name, words, Map.of("MALLOC_ARENA_MAX", "2"));
    }

    private Program sharp(String key, String name, String way, int threads) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                "node",
                Program.file(Contenders.class, "sharp.mjs", work.resolve("sharp"))
                        .toString(),
                way));
        words.addAll(arguments(threads));
        return new Program(key, name, words, Map.of("UV_THREADPOOL_SIZE", Integer.toString(Math.max(4, threads))));
    }

    private Program vipsthumbnail(String key, int threads) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                "bash", Program.file(Contenders.class, "vipsthumbnail.sh", work).toString()));
        words.addAll(arguments(threads));
        return new Program(key, "vipsthumbnail, a process per rendition", words, Map.of("VIPS_CONCURRENCY", "1"));
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
            Program.output(
                    List.of("npm", "install", "--silent", "--no-save", "--prefix", ".", "sharp@" + SHARP),
                    Map.of(),
                    folder);
        }
    }

    static String sharpVersion() {
        return SHARP;
    }
}
