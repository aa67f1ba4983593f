package io.penstock.bench.run;

/** A measurement did not come about; the message says why and where to look. */
public final class BenchException extends RuntimeException {
    public BenchException(String message) {
        super(message);
    }
}
