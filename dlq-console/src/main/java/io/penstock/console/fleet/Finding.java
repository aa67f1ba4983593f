package io.penstock.console.fleet;

/**
 * Something about a queue that may cost jobs.
 *
 * @param queue the queue, its quarantine lane or its dead-letter queue
 * @param code the same for all of its kind
 * @param text what it means, for people
 */
public record Finding(String queue, String code, String text) {}
