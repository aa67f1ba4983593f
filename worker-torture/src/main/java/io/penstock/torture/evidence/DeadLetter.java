package io.penstock.torture.evidence;

/**
 * What lies in a dead-letter queue.
 *
 * @param job the job's id
 * @param reason why
 */
public record DeadLetter(String job, String reason) {}
