package io.penstock.email;

import io.penstock.email.EmailResult.Refusal;
import java.util.List;

/** How handing a mail to the relay ended. */
sealed interface Submission {

    /** The relay has the mail for everyone but {@code refusals}. */
    record Accepted(Reply reply, List<Refusal> refusals) implements Submission {}

    /** The relay refused every recipient. */
    record NobodyAccepted(List<Refusal> refusals) implements Submission {}

    /** The relay refused the mail as a whole. */
    record Refused(Reply reply) implements Submission {}

    /** The connection ended before the relay had the whole mail, so it sends nothing. */
    record Lost(String reason) implements Submission {}

    /** The relay had the whole mail and the connection ended before its answer: it may or may not send it. */
    record Unknown(String reason) implements Submission {}

    /** The relay cannot be reached or turns everybody away for now. */
    record Unavailable(String reason) implements Submission {}

    /** The relay refuses to work with us (login, certificate, missing encryption) until somebody changes something. */
    record Misconfigured(String reason) implements Submission {}
}
