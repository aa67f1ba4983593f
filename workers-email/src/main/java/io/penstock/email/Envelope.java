package io.penstock.email;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Who sends a mail to whom. */
record Envelope(Mailbox from, List<Mailbox> to, List<Mailbox> cc, List<Mailbox> bcc, List<Mailbox> replyTo) {

    /** The payload's mailboxes; {@code defaultSender} sends it if the payload names nobody. */
    static Envelope of(EmailPayload payload, Mailbox defaultSender) {
        String from = payload.from();
        return new Envelope(
                from == null ? defaultSender : Mailbox.parse("from", from),
                Mailbox.parseAll("to", payload.to()),
                Mailbox.parseAll("cc", payload.cc()),
                Mailbox.parseAll("bcc", payload.bcc()),
                Mailbox.parseAll("reply_to", payload.replyTo()));
    }

    /** Everyone who gets a copy, each once. */
    List<String> recipients() {
        Map<String, String> addresses = new LinkedHashMap<>();
        Stream.of(to, cc, bcc).flatMap(List::stream).forEach(box -> addresses.putIfAbsent(box.key(), box.address()));
        return List.copyOf(addresses.values());
    }
}
