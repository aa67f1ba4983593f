package io.penstock.email;

/**
 * What a relay answered to one step of a transaction.
 *
 * @param step which step
 * @param code SMTP reply code; below 200 if the connection ended instead
 * @param text the reply, code included, on one line
 */
record Reply(Step step, int code, String text) {
    private static final int MAX_TEXT = 500;

    /** The steps of a transaction (RFC 5321 §3.3) that a relay can refuse. */
    enum Step {
        CONNECT,
        MAIL,
        RCPT,
        DATA,
        END_OF_DATA
    }

    /** What a reply means for the job. */
    enum Meaning {
        /** The step worked. */
        ACCEPTED,
        /** It may work later. */
        TEMPORARY,
        /** It will never work for this mail or recipient. */
        PERMANENT,
        /** It has nothing to do with the mail: the relay wants a login, another login, or encryption. */
        LOGIN,
        /** No usable reply. */
        NONE
    }

    Reply {
        text = text.strip().replaceAll("\\p{Cntrl}+", " ");
        text = text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
    }

    /** RFC 5321 §4.2.1 and §4.3.2, RFC 4954 §6. */
    Meaning meaning() {
        return switch (code) {
            case 530, 534, 535, 538 -> Meaning.LOGIN;
            // "too many recipients" or a full mailbox: RFC 5321 §4.5.3.1.10 wants it taken as temporary here
            case 552 -> step == Step.RCPT ? Meaning.TEMPORARY : Meaning.PERMANENT;
            default ->
                switch (code / 100) {
                    case 2 -> Meaning.ACCEPTED;
                    case 4 -> Meaning.TEMPORARY;
                    case 5 -> Meaning.PERMANENT;
                    default -> Meaning.NONE;
                };
        };
    }
}
