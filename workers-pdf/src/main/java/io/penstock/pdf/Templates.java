package io.penstock.pdf;

import com.github.jknack.handlebars.Context;
import com.github.jknack.handlebars.Handlebars;
import com.github.jknack.handlebars.HandlebarsException;
import com.github.jknack.handlebars.context.MapValueResolver;
import com.github.jknack.handlebars.io.TemplateLoader;
import com.github.jknack.handlebars.io.TemplateSource;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Fills in templates. A template sees the model's maps and lists and nothing else, and loads no other template. Safe to use
 * from any thread.
 */
final class Templates {
    private static final Set<String> SHIPPED = Set.of("invoice", "statement", "report", "letter");

    private final Optional<Path> folder;
    private final Handlebars handlebars = new Handlebars(new NoLoader());
    private final Map<String, com.github.jknack.handlebars.Template> compiled = new ConcurrentHashMap<>();

    Templates(Optional<Path> folder) {
        this.folder = folder;
    }

    /** An installed template goes before a shipped one of the same name. */
    Template find(String name) {
        Optional<Path> installed = folder.map(path -> path.resolve(name)).filter(Files::isDirectory);
        if (installed.isPresent()) {
            return new Template.Installed(installed.get());
        }
        if (SHIPPED.contains(name)) {
            return new Template.Shipped(name);
        }
        throw new RefusedException("template: there is none named " + name);
    }

    String fill(Template template, Map<String, Object> model) throws IOException {
        String source = new String(template.resource("template.html"), StandardCharsets.UTF_8);
        try {
            StringWriter filled = new StringWriter();
            Context context = Context.newBuilder(model)
                    .resolver(MapValueResolver.INSTANCE)
                    .build();
            compiled.computeIfAbsent(source, this::compile).apply(context, filled);
            return filled.toString();
        } catch (HandlebarsException e) {
            throw new RefusedException("template: " + e.getMessage(), e);
        }
    }

    private com.github.jknack.handlebars.Template compile(String source) {
        try {
            return handlebars.compileInline(source);
        } catch (IOException e) {
            throw new RefusedException("template: " + e.getMessage(), e);
        }
    }

    /** Refuses partials. */
    private static final class NoLoader implements TemplateLoader {
        @Override
        public TemplateSource sourceAt(String location) throws IOException {
            throw new IOException("a template cannot load another one: " + location);
        }

        @Override
        public String resolve(String location) {
            return location;
        }

        @Override
        public String getPrefix() {
            return "";
        }

        @Override
        public String getSuffix() {
            return "";
        }

        @Override
        public void setPrefix(String prefix) {}

        @Override
        public void setSuffix(String suffix) {}

        @Override
        public void setCharset(Charset charset) {}

        @Override
        public Charset getCharset() {
            return StandardCharsets.UTF_8;
        }
    }
}
