package io.penstock.image;

import com.luciad.imageio.webp.CompressionType;
import com.luciad.imageio.webp.WebPWriteParam;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.FileImageOutputStream;

/** Encodes renditions. Nothing but pixels goes in, so nothing of the source's metadata can come out. */
final class Encoder {
    private Encoder() {}

    static void write(BufferedImage picture, Rendition rendition, Path file) throws IOException {
        ImageWriter writer = Codecs.writer(rendition.format());
        try (FileImageOutputStream out = new FileImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(picture, null, null), param(writer, rendition));
        } finally {
            writer.dispose();
        }
    }

    private static ImageWriteParam param(ImageWriter writer, Rendition rendition) {
        ImageWriteParam param = writer.getDefaultWriteParam();
        float quality = rendition.quality() / 100f;
        switch (rendition.format()) {
            case JPEG -> {
                param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
                param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                param.setCompressionQuality(quality);
            }
            case WEBP -> {
                WebPWriteParam webp = (WebPWriteParam) param;
                webp.setCompressionType(CompressionType.Lossy);
                webp.setCompressionQuality(quality);
            }
            case PNG -> {
                // the default compresses well
            }
        }
        return param;
    }
}
