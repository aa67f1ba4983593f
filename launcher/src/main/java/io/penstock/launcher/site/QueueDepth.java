package io.penstock.launcher.site;

/**
 * What is in a job queue. The broker updates these numbers every few seconds.
 *
 * @param queue name of the queue
 * @param waiting jobs ready to be delivered
 * @param running jobs delivered and not yet settled
 * @param consumers consumers of the queue
 * @param deadLetters messages in its dead-letter queue
 */
public record QueueDepth(String queue, long waiting, long running, long consumers, long deadLetters) {}
