package io.penstock.launcher.demo;

/** A client in another language, which knows nothing of Penstock. */
public interface ForeignClient {

    /** Language and library, e.g. {@code Python, pika}. */
    String name();

    /** Publishes {@code body} to the default exchange with the queue's name, with no properties but persistence. */
    void publish(String queue, String body);
}
