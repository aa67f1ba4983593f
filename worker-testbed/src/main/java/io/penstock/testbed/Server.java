package io.penstock.testbed;

/**
 * A real server on this machine, on a free port of the loopback interface, with a data folder of its own.
 *
 * <p>All methods are thread-safe and wait until what they ask for is so; they throw {@link TestbedException} when it
 * does not happen in time. A server that is not needed any more is {@linkplain #close() closed}; if this JVM dies
 * first, however it dies, the server is killed.
 */
public sealed interface Server extends AutoCloseable permits LocalServer {
    /** What people call it, e.g. {@code RabbitMQ}. */
    String name();

    /** Starts it, or lets it go on if it is paused, and waits until it answers. */
    void start();

    /** Stops it cleanly. Its data is kept. Does nothing if it is not running. */
    void stop();

    /** Kills it without warning (SIGKILL). What it had stored is kept. Does nothing if it is not running. */
    void kill();

    /** Freezes it (SIGSTOP): connections stay open, nothing answers. Does nothing if it is not running. */
    void pause();

    /** Lets it go on after {@link #pause}. Does nothing if it is not paused. */
    void resume();

    /** Stops it and starts it again on the same port with the same data. */
    void restart();

    /** Breaks every connection that clients have; the server goes on and takes new ones. It must be running. */
    void cutConnections();

    /** Whether it exists, paused or not. */
    boolean isRunning();

    /** Where clients connect to, with user and password where it wants them; the same over restarts. */
    String url();

    /** Stops it for good; deletes its data if the data folder was temporary. */
    @Override
    void close();
}
