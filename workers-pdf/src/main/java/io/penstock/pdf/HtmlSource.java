package io.penstock.pdf;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jsoup.Jsoup;
import org.jsoup.helper.W3CDom;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.select.NodeVisitor;
import org.w3c.dom.DOMImplementation;

/** Checks a document for what must not or cannot be rendered, before anything of it is laid out. */
final class HtmlSource {
    private static final Set<String> REFUSED = Set.of(
            "script",
            "iframe",
            "frame",
            "frameset",
            "object",
            "embed",
            "applet",
            "base",
            "svg",
            "math",
            "video",
            "audio",
            "canvas",
            "form",
            "input",
            "select",
            "textarea",
            "button",
            "bookmark",
            "noscript",
            "template",
            "portal");

    private static final Pattern LINK = Pattern.compile("(?i)(https?:|mailto:|tel:|#).*", Pattern.DOTALL);
    private static final Pattern ENTITY = Pattern.compile("(?i)<!(ENTITY|DOCTYPE[^>]*[\\[])");

    /** Neither keeps anything of a document, and to find them takes as long as to parse one. */
    private static final W3CDom CONVERTER = new W3CDom().namespaceAware(false);

    private static final DOMImplementation DOCUMENTS = documents();

    private HtmlSource() {}

    private static DOMImplementation documents() {
        try {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder().getDOMImplementation();
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws RefusedException naming what is refused */
    static org.w3c.dom.Document parse(String html, String moreCss) {
        if (html.length() > Limits.HTML) {
            throw new RefusedException("html: expected at most " + Limits.HTML + " characters, got " + html.length());
        }
        if (ENTITY.matcher(html).find()) {
            throw new RefusedException("html: a document must not declare entities (<!ENTITY, <!DOCTYPE … [)");
        }
        Document document = Jsoup.parse(html);
        Check check = new Check();
        document.traverse(check);
        document.head().appendElement("style").attr("type", "text/css").text(moreCss);
        org.w3c.dom.Document dom = DOCUMENTS.createDocument(null, null, null);
        CONVERTER.convert(document, dom);
        return dom;
    }

    /** Looks at each node once. */
    private static final class Check implements NodeVisitor {
        private final CssCheck css = new CssCheck();
        private int elements;

        @Override
        public void head(Node node, int depth) {
            if (node instanceof Element element) {
                checkPlace(depth);
                checkElement(element);
            }
        }

        private void checkPlace(int depth) {
            if (depth > Limits.DEPTH) {
                throw new RefusedException("html: elements are nested deeper than " + Limits.DEPTH);
            }
            if (++elements > Limits.ELEMENTS) {
                throw new RefusedException("html: expected at most " + Limits.ELEMENTS + " elements");
            }
        }

        private void checkElement(Element element) {
            String name = element.normalName();
            if (REFUSED.contains(name)) {
                throw new RefusedException("html: the element <" + name + "> is not allowed");
            }
            if (name.equals("meta")
                    && element.hasAttr("http-equiv")
                    && element.attr("http-equiv").toLowerCase(Locale.ROOT).equals("refresh")) {
                throw new RefusedException("html: <meta http-equiv=refresh> is not allowed");
            }
            if (name.equals("style")) {
                css.check(element.data());
            }
            element.attributes()
                    .forEach(attribute ->
                            checkAttribute(name, attribute.getKey().toLowerCase(Locale.ROOT), attribute.getValue()));
        }

        private void checkAttribute(String element, String name, String value) {
            if (name.startsWith("on")) {
                throw new RefusedException("html: the attribute " + name + " is not allowed");
            }
            if (name.equals("style")) {
                css.check(value);
            }
            if (name.equals("href")
                    && element.equals("a")
                    && !LINK.matcher(value.strip()).matches()) {
                throw new RefusedException(
                        "html: expected a link to https:, http:, mailto: or tel:, got " + Resources.shown(value));
            }
            if (name.equals("colspan") || name.equals("rowspan") || name.equals("span")) {
                checkSpan(name, value.strip());
            }
        }

        private static void checkSpan(String name, String value) {
            if (!value.matches("\\d{1,4}") || Integer.parseInt(value) > Limits.SPAN) {
                throw new RefusedException("html: " + name + ": expected a number from 1 to " + Limits.SPAN);
            }
        }
    }

    /** Adds up the style sheets of one document. */
    static final class CssCheck {
        private static final Pattern LONG_NUMBER =
                Pattern.compile("(?<![#\\w])\\d{5,}(?:\\.\\d*)?(?=[a-z%])", Pattern.CASE_INSENSITIVE);
        private int characters;
        private int rules;

        /** @throws RefusedException if it is too much */
        void check(String css) {
            characters += css.length();
            rules += (int) css.chars().filter(character -> character == '{').count();
            if (characters > Limits.CSS || rules > Limits.CSS_RULES) {
                throw new RefusedException("css: expected at most " + Limits.CSS + " characters and " + Limits.CSS_RULES
                        + " rules in all style sheets");
            }
            if (LONG_NUMBER.matcher(css).find()) {
                throw new RefusedException("css: expected lengths below 10000, got "
                        + LONG_NUMBER
                                .matcher(css)
                                .results()
                                .findFirst()
                                .orElseThrow()
                                .group());
            }
        }
    }
}
