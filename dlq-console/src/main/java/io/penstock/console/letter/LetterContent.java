package io.penstock.console.letter;

/**
 * A dead letter's message as it came from the broker, to the last bit.
 *
 * @param envelope its properties and headers
 * @param body     its payload, whatever that is; never changed
 */
@SuppressWarnings("ArrayRecordComponent") // bodies are never compared
public record LetterContent(Envelope envelope, byte[] body) {}
