package io.penstock.image;

import com.luciad.imageio.webp.WebPReadParam;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import org.jspecify.annotations.Nullable;

/** Decodes the first frame of a source with ImageIO. Thread-safe. */
final class PictureDecoder {

    /** How many bytes of heap a pixel takes while it is decoded. */
    static int bytesPerPixel(Header header) {
        int sample = header.layout().bits() > 8 ? 2 : 1;
        int decoded = header.layout().channels() * sample;
        boolean converted = sample > 1 || header.layout().channels() == 2 || header.format() == SourceFormat.TIFF;
        boolean packed = header.format() == SourceFormat.WEBP;
        return packed ? 4 : decoded + (converted ? 4 : 0);
    }

    /**
     * Decodes a picture.
     *
     * @param step every how many pixels, in both directions, one is kept
     */
    Pyramid.Decoded decode(Path file, Header header, int step, Deadline deadline) throws PictureException {
        ImageReader reader = Codecs.reader(header);
        try (SourceStream in = new SourceStream(file, deadline)) {
            Rectangle place = header.format() == SourceFormat.GIF ? GifHeader.firstFrame(in) : new Rectangle();
            in.seek(0);
            in.setByteOrder(ByteOrder.BIG_ENDIAN);
            reader.setInput(in, false, true);
            BufferedImage picture = read(reader, header, step, deadline);
            return decoded(
                    header, step, Pixels.usual(place.isEmpty() ? picture : onCanvas(header, step, picture, place)));
        } catch (PictureException e) {
            throw e;
        } catch (IOException | RuntimeException | StackOverflowError e) {
            if (deadline.isOver()) {
                throw deadline.exceeded();
            }
            throw new PictureException("the " + header.format() + " file cannot be decoded: " + reason(e), e);
        } finally {
            reader.dispose();
        }
    }

    /** libwebp shrinks as it should; the others take a pixel in the middle of those that they skip. */
    private static Pyramid.Decoded decoded(Header header, int step, BufferedImage image) {
        return isShrinking(header)
                ? new Pyramid.Decoded(
                        image,
                        (double) header.width() / image.getWidth(),
                        (double) header.height() / image.getHeight(),
                        0)
                : new Pyramid.Decoded(image, step, step, step % 2 == 0 ? 0.5 : 0);
    }

    private static boolean isShrinking(Header header) {
        return header.format() == SourceFormat.WEBP && !Codecs.isMoving(header);
    }

    private static BufferedImage read(ImageReader reader, Header header, int step, Deadline deadline)
            throws IOException, PictureException {
        Truncation truncation = new Truncation();
        reader.addIIOReadWarningListener(truncation);
        if (header.format() != SourceFormat.GIF
                && (reader.getWidth(0) != header.width() || reader.getHeight(0) != header.height())) {
            throw new PictureException("the " + header.format() + " file contradicts itself about its size");
        }
        BufferedImage image = reader.read(0, param(reader, header, step));
        deadline.check();
        if (truncation.isFound()) {
            throw new PictureException("the " + header.format() + " file ends before its picture: it is truncated");
        }
        return image;
    }

    private static ImageReadParam param(ImageReader reader, Header header, int step) {
        if (isShrinking(header)) {
            WebPReadParam scaled = new WebPReadParam();
            scaled.setUseScaling(step > 1);
            scaled.setScaledWidth(sampled(header.width(), step));
            scaled.setScaledHeight(sampled(header.height(), step));
            return scaled;
        }
        ImageReadParam param = reader.getDefaultReadParam();
        boolean large = header.width() > step && header.height() > step;
        param.setSourceSubsampling(step, step, large ? step / 2 : 0, large ? step / 2 : 0);
        return param;
    }

    private static int sampled(int side, int step) {
        return (side + step - 1) / step;
    }

    /** A frame may be smaller than the canvas that it is shown on. */
    private static BufferedImage onCanvas(Header header, int step, BufferedImage frame, Rectangle place) {
        if (place.width == header.width() && place.height == header.height()) {
            return frame;
        }
        BufferedImage canvas = new BufferedImage(
                sampled(header.width(), step), sampled(header.height(), step), BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = canvas.createGraphics();
        graphics.drawImage(frame, place.x / step, place.y / step, null);
        graphics.dispose();
        return canvas;
    }

    private static String reason(Throwable error) {
        Throwable cause = error;
        while (cause.getMessage() == null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        @Nullable String message = cause.getMessage();
        return message == null ? "it is damaged (" + cause.getClass().getSimpleName() + ")" : message;
    }

    /** libjpeg makes up what is missing, in grey, and says so in warnings; a missing end mark alone does no harm. */
    private static final class Truncation implements IIOReadWarningListener {
        private boolean endless;
        private boolean incomplete;

        @Override
        public void warningOccurred(ImageReader source, String warning) {
            endless |= warning.contains("Truncated File");
            incomplete |= warning.contains("premature end of data");
        }

        boolean isFound() {
            return endless && incomplete;
        }
    }
}
