package io.penstock.pdf;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.openpdf.text.Image;
import org.xhtmlrenderer.pdf.ITextFSImage;
import org.xhtmlrenderer.pdf.ITextOutputDevice;
import org.xhtmlrenderer.pdf.ITextUserAgent;
import org.xhtmlrenderer.resource.CSSResource;
import org.xhtmlrenderer.resource.ImageResource;
import org.xhtmlrenderer.resource.XMLResource;

/**
 * All that the layout library may read. The library logs what goes wrong with a resource and goes on without it; so the first
 * refusal is kept, and {@link #checkAllLoaded} throws it.
 */
final class GuardedAgent extends ITextUserAgent {
    private final Resources resources;
    private final boolean transparency;
    private final int dotsPerPixel;
    private final HtmlSource.CssCheck css = new HtmlSource.CssCheck();
    private @Nullable RuntimeException refusal;

    GuardedAgent(ITextOutputDevice device, int dotsPerPixel, Resources resources, boolean transparency) {
        super(device, dotsPerPixel);
        this.resources = resources;
        this.transparency = transparency;
        this.dotsPerPixel = dotsPerPixel;
    }

    /** @throws RuntimeException the first refusal */
    void checkAllLoaded() {
        if (refusal != null) {
            throw refusal;
        }
    }

    @Override
    public CSSResource getCSSResource(String uri) {
        return new CSSResource(new ByteArrayInputStream(css(uri).getBytes(StandardCharsets.UTF_8)));
    }

    /** The text of a style sheet. */
    String css(String uri) {
        String text = new String(load(uri), StandardCharsets.UTF_8);
        try {
            css.check(text);
            return text;
        } catch (RefusedException e) {
            throw kept(e);
        }
    }

    @Override
    public ImageResource getImageResource(String uri) {
        byte[] bytes = load(uri);
        try {
            Image image = Pictures.read(uri, bytes, transparency, resources.memory());
            image.scaleAbsolute(image.getPlainWidth() * dotsPerPixel, image.getPlainHeight() * dotsPerPixel);
            return new ImageResource(uri, new ITextFSImage(image));
        } catch (RefusedException | Memory.BusyException | Stopwatch.StoppedException e) {
            throw kept(e);
        } catch (IOException | RuntimeException e) {
            throw kept(new RefusedException(
                    "the picture at " + Resources.shown(uri) + " is broken: " + e.getMessage(), e));
        }
    }

    @Override
    public XMLResource getXMLResource(String uri) {
        throw kept(Resources.refused(uri));
    }

    @Override
    public byte[] getBinaryResource(String uri) {
        return load(uri);
    }

    @Override
    protected InputStream openStream(String uri) {
        return new ByteArrayInputStream(load(uri));
    }

    @Override
    public String resolveURI(@Nullable String uri) {
        return uri == null ? "" : uri;
    }

    private byte[] load(String uri) {
        try {
            return resources.load(uri);
        } catch (RuntimeException e) {
            throw kept(e);
        }
    }

    private RuntimeException kept(RuntimeException e) {
        refusal = refusal == null ? e : refusal;
        return e;
    }
}
