package io.penstock.pdf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.css.CSSPrimitiveValue;
import org.xhtmlrenderer.context.StandardAttributeResolver;
import org.xhtmlrenderer.context.StyleReference;
import org.xhtmlrenderer.css.extend.lib.DOMTreeResolver;
import org.xhtmlrenderer.css.newmatch.CascadedStyle;
import org.xhtmlrenderer.css.newmatch.Matcher;
import org.xhtmlrenderer.css.newmatch.PageInfo;
import org.xhtmlrenderer.css.sheet.FontFaceRule;
import org.xhtmlrenderer.css.sheet.Stylesheet;
import org.xhtmlrenderer.css.sheet.StylesheetInfo;
import org.xhtmlrenderer.extend.NamespaceHandler;
import org.xhtmlrenderer.extend.UserInterface;
import org.xhtmlrenderer.layout.SharedContext;

/** Which style each element of one document has: as the library finds out, but from sheets that need not be parsed again. */
final class Styles extends StyleReference {
    private static final String INLINE = "inline";

    private final GuardedAgent agent;
    private final ParsedSheets sheets;
    private final StyleParser parser = new StyleParser();
    private @Nullable Matcher matcher;

    Styles(GuardedAgent agent, ParsedSheets sheets) {
        super(agent);
        this.agent = agent;
        this.sheets = sheets;
    }

    @Override
    public void setDocumentContext(
            SharedContext context, NamespaceHandler handler, Document document, UserInterface ui) {
        List<StylesheetInfo> infos = new ArrayList<>();
        handler.getDefaultStylesheet().ifPresent(infos::add);
        infos.addAll(handler.getStylesheets(document));
        List<Stylesheet> parsed = new ArrayList<>();
        addAll(parsed, infos, context.getMedia());
        matcher = new Matcher(
                new DOMTreeResolver(),
                new StandardAttributeResolver(handler, agent, ui),
                parser,
                parsed,
                context.getMedia());
    }

    /** What a sheet imports comes before it. */
    private void addAll(List<Stylesheet> parsed, List<StylesheetInfo> infos, String medium) {
        for (StylesheetInfo info : infos) {
            if (info.appliesToMedia(medium)) {
                Stylesheet sheet = sheets.of(source(info), parser);
                addAll(parsed, sheet.getImportRules(), medium);
                parsed.add(sheet);
            }
        }
    }

    private ParsedSheets.Source source(StylesheetInfo info) {
        return info.getContent()
                .map(css -> new ParsedSheets.Source(info.getOrigin(), INLINE, css))
                .orElseGet(() -> new ParsedSheets.Source(info.getOrigin(), info.getUri(), agent.css(info.getUri())));
    }

    private Matcher matcher() {
        return Objects.requireNonNull(matcher, "no document yet");
    }

    @Override
    public boolean isHoverStyled(Element element) {
        return matcher().isHoverStyled(element);
    }

    @Override
    public CascadedStyle getCascadedStyle(@Nullable Element element, boolean restyle) {
        return element == null ? CascadedStyle.emptyCascadedStyle : matcher().getCascadedStyle(element, restyle);
    }

    @Override
    public @Nullable CascadedStyle getPseudoElementStyle(Node node, String pseudoElement) {
        Node element = node.getNodeType() == Node.ELEMENT_NODE ? node : node.getParentNode();
        return matcher().getPECascadedStyle((Element) element, pseudoElement);
    }

    @Override
    public PageInfo getPageStyle(@Nullable String pageName, String pseudoPage) {
        return matcher().getPageCascadedStyle(pageName, pseudoPage);
    }

    @Override
    public List<FontFaceRule> getFontFaceRules() {
        return matcher().getFontFaceRules();
    }

    @Override
    public Set<String> getUnsupportedCssFeatures() {
        return parser.unsupported();
    }

    /** The library asks for it only while somebody looks for errors in it. */
    @Override
    public Map<String, CSSPrimitiveValue> getCascadedPropertiesMap(Element element) {
        throw new UnsupportedOperationException("styles are asked for by getCascadedStyle");
    }
}
