package io.penstock.image;

/** A source of which no rendition can be made, ever. The message says why, in words for whoever sent the job. */
final class PictureException extends Exception {

    PictureException(String message) {
        super(message);
    }

    PictureException(String message, Throwable cause) {
        super(message, cause);
    }
}
