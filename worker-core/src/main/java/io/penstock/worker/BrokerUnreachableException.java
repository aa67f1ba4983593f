package io.penstock.worker;

/** RabbitMQ could not be reached at start, for as long as we were told to try. */
public final class BrokerUnreachableException extends Exception {
    private static final long serialVersionUID = 1L;

    BrokerUnreachableException(String message) {
        super(message);
    }
}
