package io.penstock.email;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * Result of {@code email.send}: the relay has taken the mail. Whether it arrives is for the relay's bounces to say.
 *
 * @param messageId the mail's {@code Message-ID} with its angle brackets
 * @param accepted addresses for which the relay took the mail, at least one
 * @param rejected addresses that it refused; they got nothing and are not tried again
 * @param reply what the relay said when it took the mail; often has its queue id
 */
public record EmailResult(
        @JsonProperty("message_id") String messageId, List<String> accepted, List<Refusal> rejected, String reply) {

    /**
     * A recipient whom the relay refused.
     *
     * @param address the recipient
     * @param code SMTP reply code, 400 to 599
     * @param reply the relay's words, on one line
     */
    public record Refusal(String address, int code, String reply) {
        @Override
        public String toString() {
            return address + " (" + reply + ")";
        }
    }

    public EmailResult {
        accepted = List.copyOf(accepted);
        rejected = List.copyOf(rejected);
    }
}
