package io.penstock.console;

import java.io.Serial;

/** RabbitMQ could not be reached at start, for as long as we were told to try. */
final class BrokerUnreachableException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    BrokerUnreachableException(String message) {
        super(message);
    }
}
