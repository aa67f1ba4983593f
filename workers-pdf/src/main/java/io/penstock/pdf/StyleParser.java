package io.penstock.pdf;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import org.xhtmlrenderer.css.extend.StylesheetFactory;
import org.xhtmlrenderer.css.parser.CSSParser;
import org.xhtmlrenderer.css.sheet.Ruleset;
import org.xhtmlrenderer.css.sheet.Stylesheet;
import org.xhtmlrenderer.css.sheet.StylesheetInfo;
import org.xhtmlrenderer.css.sheet.StylesheetInfo.Origin;
import org.xhtmlrenderer.util.XRLog;

/** Reads the CSS of one document; equal style attributes once. Used by one thread. */
final class StyleParser implements StylesheetFactory {
    /** The library numbers its selectors by a counter that all threads share and that is not safe to use from many. */
    private static final Object NUMBERING = new Object();

    private final Set<String> unsupported = new LinkedHashSet<>();
    private final Map<String, Ruleset> attributes = new HashMap<>();
    private final CSSParser parser;

    StyleParser() {
        parser = new CSSParser(
                (uri, message) -> XRLog.cssParse(Level.WARNING, "(" + uri + ") " + message), unsupported::add);
        parser.setSupportCMYKColors(true);
    }

    /** What it came across that the library does not know. */
    Set<String> unsupported() {
        return Collections.unmodifiableSet(unsupported);
    }

    @Override
    public Ruleset parseStyleDeclaration(Origin origin, String style) {
        return attributes.computeIfAbsent(style, text -> parser.parseDeclaration(origin, text));
    }

    @Override
    public Stylesheet parse(Reader reader, String uri, Origin origin) {
        synchronized (NUMBERING) {
            try {
                return parser.parseStylesheet(uri, origin, reader);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public Stylesheet parse(Reader reader, StylesheetInfo info) {
        return parse(reader, info.getUri(), info.getOrigin());
    }

    /** Not asked for by what matches elements. */
    @Override
    public Stylesheet getStylesheet(StylesheetInfo info) {
        throw new UnsupportedOperationException("style sheets are read by Styles");
    }
}
