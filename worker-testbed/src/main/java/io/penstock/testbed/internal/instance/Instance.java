package io.penstock.testbed.internal.instance;

/**
 * A server's running form: a process of this machine or a container. Calls are serialized by the owner.
 */
public interface Instance {
    /** Launches it, without waiting until it answers. Must not be running. */
    void start();

    /** Asks it to stop and waits until it has; does nothing if it is not running. */
    void stop();

    /** Kills it without warning and waits until it is gone; does nothing if it is not running. */
    void kill();

    /** Freezes it; does nothing if it is not running. */
    void pause();

    /** Lets it go on; does nothing if it is not paused. */
    void resume();

    /** Whether it exists, frozen or not. */
    boolean isRunning();

    /** Forgets everything it stored. Must not be running. */
    void eraseData();

    /** Removes what stopping leaves behind outside the data folder. Must not be running. */
    void dispose(boolean dataToo);

    /** The end of its log, for error messages. */
    String logTail();
}
