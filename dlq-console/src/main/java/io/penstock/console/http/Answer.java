package io.penstock.console.http;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;

/** What a call is answered with. Problems are a {@link ProblemException} instead. */
public sealed interface Answer {

    /**
     * A document.
     *
     * @param body a record, a map or a tree; written in snake case
     */
    record Json(int status, Object body) implements Answer {}

    /** Done, and nothing to say: 204. */
    record Empty() implements Answer {}

    /**
     * Text for machines that are not after JSON.
     *
     * @param contentType with its charset
     */
    record Text(int status, String contentType, String body) implements Answer {}

    /**
     * A file that is written as it goes. When writing fails, the connection is cut, so that half a file is not taken for a whole one.
     *
     * @param name what a browser calls the file
     */
    record Download(String contentType, String name, Body body) implements Answer {}

    /** Go there: 303. */
    record Redirect(URI location) implements Answer {}

    /** Writes the content of a file. */
    @FunctionalInterface
    interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    static Answer ok(Object body) {
        return new Json(200, body);
    }

    static Answer created(Object body) {
        return new Json(201, body);
    }

    static Answer empty() {
        return new Empty();
    }
}
