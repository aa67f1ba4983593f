package io.penstock.image;

/** An engine could not do what it had taken on; another one may. */
final class NotForThisEngine extends Exception {
    NotForThisEngine(Throwable cause) {
        super(cause.getMessage(), cause);
    }
}
