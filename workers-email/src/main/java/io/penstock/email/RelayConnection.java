package io.penstock.email;

import io.penstock.email.Reply.Step;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.io.InterruptedIOException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/**
 * One SMTP connection that remembers the moment after which a mail may have been sent. The library reports a connection
 * lost before and after the final dot alike, although the first may be tried again and the second may not.
 *
 * <p>For one mail and one thread.
 */
final class RelayConnection extends SMTPTransport {
    private static final String FINAL_DOT = ".";

    private boolean dotSent;
    private @Nullable Reply dotReply;

    RelayConnection(Session session, boolean encrypted) {
        super(session, null, "smtp", encrypted);
    }

    /** Whether the relay has the whole mail, so that it may send it. */
    boolean dotSent() {
        return dotSent;
    }

    /** The relay's answer to the whole mail; null if there was none. */
    @Nullable
    Reply dotReply() {
        return dotReply;
    }

    /** The last reply of all, for failures outside a transaction. */
    Reply lastReply() {
        String text = getLastServerResponse();
        return new Reply(Step.CONNECT, getLastReturnCode(), text == null ? "" : text);
    }

    /** A write that fails has not delivered the dot, since the dot is the last of what is written. */
    @Override
    protected void sendCommand(String command) throws MessagingException {
        boolean finalDot = FINAL_DOT.equals(command);
        if (finalDot && Thread.currentThread().isInterrupted()) {
            throw new MessagingException("cancelled before the end of the mail", new InterruptedIOException());
        }
        super.sendCommand(command);
        dotSent |= finalDot;
    }

    @Override
    protected int readServerResponse() throws MessagingException {
        int code = super.readServerResponse();
        if (dotSent && dotReply == null) {
            dotReply = new Reply(Step.END_OF_DATA, code, getLastServerResponse());
        }
        return code;
    }
}
