package io.penstock.testbed.internal.smtp;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.subethamail.smtp.MessageHandler;

/** One mail on its way in: its envelope, then its text. Used by the thread of one session. */
final class MailTransaction implements MessageHandler {
    private final Mailbox mailbox;
    private final List<String> recipients = new ArrayList<>();
    private String sender = "";

    MailTransaction(Mailbox mailbox) {
        this.mailbox = mailbox;
    }

    @Override
    public void from(String from) {
        sender = from;
    }

    @Override
    public void recipient(String recipient) {
        recipients.add(recipient);
    }

    /** The reply 250 is sent after this returns: by then the mail is stored. */
    @Override
    public String data(InputStream data) throws IOException {
        mailbox.store(sender, recipients, data.readAllBytes());
        return "2.0.0 Ok: stored";
    }

    @Override
    public void done() {
        // Nothing is held beyond the mail itself.
    }
}
