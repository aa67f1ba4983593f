package io.penstock.pdf;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a document's own resources are. */
sealed interface Template {
    /** The bytes of what lies beside the document. */
    byte[] resource(String path) throws IOException;

    /** A document that brings nothing along. */
    record None() implements Template {
        @Override
        public byte[] resource(String path) {
            throw Resources.refused(path);
        }
    }

    /** Part of this jar, as is what all such templates share. */
    record Shipped(String name) implements Template {
        @Override
        public byte[] resource(String path) throws IOException {
            if (!path.matches("[a-z0-9_-]+\\.[a-z0-9]+")) {
                throw Resources.refused(path);
            }
            InputStream own = Template.class.getResourceAsStream("templates/" + name + "/" + path);
            try (InputStream stream = own == null ? Template.class.getResourceAsStream("templates/" + path) : own) {
                if (stream == null) {
                    throw new RefusedException("template " + name + ": there is no " + Resources.shown(path));
                }
                return stream.readAllBytes();
            }
        }
    }

    /** A folder that the operator installed; nothing outside of it is read, whatever links it has. */
    record Installed(Path folder) implements Template {
        @Override
        public byte[] resource(String path) throws IOException {
            Path root = folder.toRealPath();
            Path file = root.resolve(path).normalize();
            if (!file.startsWith(root)
                    || !Files.isRegularFile(file)
                    || !file.toRealPath().startsWith(root)) {
                throw new RefusedException("template " + folder.getFileName() + ": there is no " + Resources.shown(path)
                        + " in its folder");
            }
            if (Files.size(file) > Limits.RESOURCE) {
                throw new RefusedException(
                        "template " + folder.getFileName() + ": " + Resources.shown(path) + " is too large");
            }
            return Files.readAllBytes(file);
        }
    }
}
