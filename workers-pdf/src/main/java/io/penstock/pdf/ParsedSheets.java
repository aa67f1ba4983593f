package io.penstock.pdf;

import java.io.StringReader;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.xhtmlrenderer.css.sheet.Stylesheet;
import org.xhtmlrenderer.css.sheet.StylesheetInfo.Origin;

/**
 * Style sheets that were parsed before, found by their whole text, so that nobody gets what somebody else wrote. The layout
 * library writes into them while it works: used by one renderer at a time.
 */
final class ParsedSheets {
    /** In characters; parsed, a sheet takes some twenty times as many bytes. */
    private static final int LARGEST = 16 * 1024;

    private static final int ALL = 64 * 1024;

    private final Map<Source, Stylesheet> parsed = new LinkedHashMap<>(16, 0.75f, true);
    private int characters;

    /**
     * All that a parsed sheet is made of.
     *
     * @param uri its name in messages and for what it imports
     */
    record Source(Origin origin, String uri, String css) {
        private int size() {
            return uri.length() + css.length();
        }
    }

    Stylesheet of(Source source, StyleParser parser) {
        Stylesheet known = parsed.get(source);
        if (known != null) {
            return known;
        }
        Stylesheet sheet = parser.parse(new StringReader(source.css()), source.uri(), source.origin());
        if (source.size() <= LARGEST) {
            parsed.put(source, sheet);
            characters += source.size();
            forgetOldest();
        }
        return sheet;
    }

    private void forgetOldest() {
        Iterator<Source> oldest = parsed.keySet().iterator();
        while (characters > ALL) {
            characters -= oldest.next().size();
            oldest.remove();
        }
    }
}
