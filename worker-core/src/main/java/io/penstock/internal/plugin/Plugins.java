package io.penstock.internal.plugin;

import io.penstock.internal.config.ConfigException;
import io.penstock.spi.Interceptor;
import io.penstock.spi.JobHandler;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * The plug-ins of this process: on the class path, and in the plug-in folder, where each jar – or each sub-folder of jars
 * – has a class loader of its own, so that two plug-ins may bring different versions of the same library.
 *
 * @param handlers by job type
 * @param interceptors in the order of their class names
 */
public record Plugins(Map<String, JobHandler<?>> handlers, List<Interceptor> interceptors) {

    /**
     * Finds all plug-ins.
     *
     * @param folder may be absent
     * @throws ConfigException if a plug-in cannot be loaded, or two run the same type
     */
    public static Plugins find(Path folder) {
        List<JobHandler<?>> handlers = new ArrayList<>();
        List<Interceptor> interceptors = new ArrayList<>();
        ClassLoader own = Plugins.class.getClassLoader();
        load(JobHandler.class, own, "the class path").forEach(handlers::add);
        interceptors.addAll(load(Interceptor.class, own, "the class path"));
        for (Path entry : entries(folder)) {
            ClassLoader loader = loaderOf(entry);
            List<JobHandler<?>> found = new ArrayList<>();
            load(JobHandler.class, loader, entry.toString()).forEach(found::add);
            List<Interceptor> around = load(Interceptor.class, loader, entry.toString());
            if (found.isEmpty() && around.isEmpty()) {
                throw new ConfigException("plug-in " + entry + ": expected META-INF/services/"
                        + JobHandler.class.getName() + " naming a class, got no such file");
            }
            handlers.addAll(found);
            interceptors.addAll(around);
        }
        interceptors.sort(
                Comparator.comparing(interceptor -> interceptor.getClass().getName()));
        return new Plugins(byType(handlers), List.copyOf(interceptors));
    }

    private static Map<String, JobHandler<?>> byType(List<JobHandler<?>> handlers) {
        Map<String, JobHandler<?>> byType = new LinkedHashMap<>();
        for (JobHandler<?> handler : handlers) {
            String name = handler.getClass().getName();
            if (!handler.type().matches("[A-Za-z0-9._-]{1,128}")) {
                throw new ConfigException(
                        "plug-in " + name + ": expected a type of [A-Za-z0-9._-], got \"" + handler.type() + "\"");
            }
            JobHandler<?> other = byType.put(handler.type(), handler);
            if (other != null) {
                throw new ConfigException("job type " + handler.type() + ": expected one plug-in, got two: "
                        + other.getClass().getName() + " and " + name);
            }
        }
        return Map.copyOf(byType);
    }

    /** Services of that loader itself, not of its parents. */
    private static <S> List<S> load(Class<S> service, ClassLoader loader, String where) {
        try {
            boolean own = loader.equals(Plugins.class.getClassLoader());
            return ServiceLoader.load(service, loader).stream()
                    .filter(provider -> own || loader.equals(provider.type().getClassLoader()))
                    .map(ServiceLoader.Provider::get)
                    .toList();
        } catch (ServiceConfigurationError e) {
            throw new ConfigException("plug-in in " + where + " cannot be loaded: " + e.getMessage()
                    + (e.getCause() == null ? "" : " (" + e.getCause() + ")"));
        } catch (LinkageError e) {
            throw new ConfigException("plug-in in " + where + " cannot be loaded: " + e
                    + "; it was built for another version, or a library that it needs is not beside it");
        }
    }

    private static List<Path> entries(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> isJar(entry) || Files.isDirectory(entry))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ConfigException("plug-in folder " + folder + ": expected a readable folder, got " + e);
        }
    }

    private static boolean isJar(Path path) {
        return path.toString().endsWith(".jar");
    }

    /**
     * The jars of each plug-in in the folder, in the order in which they are found.
     *
     * @param folder may be absent
     * @throws ConfigException if it cannot be read
     */
    public static List<List<Path>> jars(Path folder) {
        return entries(folder).stream().map(Plugins::jarsOf).toList();
    }

    private static List<Path> jarsOf(Path entry) {
        try (Stream<Path> files = Files.isDirectory(entry) ? Files.list(entry) : Stream.of(entry)) {
            return files.filter(Plugins::isJar).sorted().toList();
        } catch (IOException e) {
            throw new ConfigException("plug-in " + entry + ": expected readable jars, got " + e);
        }
    }

    private static ClassLoader loaderOf(Path entry) {
        try {
            List<URL> urls = new ArrayList<>();
            for (Path jar : jarsOf(entry)) {
                urls.add(jar.toUri().toURL());
            }
            return new URLClassLoader(
                    "plug-in " + entry.getFileName(), urls.toArray(URL[]::new), Plugins.class.getClassLoader());
        } catch (MalformedURLException e) {
            throw new ConfigException(
                    "plug-in " + entry + ": expected a path that can be a URL, got " + e.getMessage());
        }
    }
}
