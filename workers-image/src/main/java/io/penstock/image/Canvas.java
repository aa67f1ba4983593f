package io.penstock.image;

import java.awt.AlphaComposite;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

/** Lays a picture on its background. */
final class Canvas {
    private Canvas() {}

    /** The rendition as it will be encoded; the given picture if nothing of the background can be seen. */
    static BufferedImage placed(BufferedImage picture, Placement placement, Rendition rendition) {
        Background background = rendition.background();
        boolean seeThrough = picture.getColorModel().hasAlpha();
        boolean visible = background.alpha() > 0 || !rendition.format().hasAlpha();
        if (!placement.hasMargins() && !(seeThrough && visible)) {
            return picture;
        }
        boolean transparent = rendition.format().hasAlpha() && !background.isOpaque();
        BufferedImage canvas = new BufferedImage(
                placement.canvas().width(),
                placement.canvas().height(),
                transparent ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = canvas.createGraphics();
        graphics.setComposite(AlphaComposite.Src);
        graphics.setColor(new Color(background.argb(), true));
        graphics.fillRect(0, 0, canvas.getWidth(), canvas.getHeight());
        graphics.setComposite(AlphaComposite.SrcOver);
        graphics.drawImage(picture, placement.marginLeft(), placement.marginTop(), null);
        graphics.dispose();
        return canvas;
    }
}
