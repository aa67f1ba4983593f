package io.penstock.email;

import io.penstock.Job;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Turns a payload into a mail: the same one at every attempt, so that a relay or mailbox can recognise a double. */
final class MailComposer {
    private static final String UTF_8 = StandardCharsets.UTF_8.name();
    /** RFC 5322 §3.3. */
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH);

    private static final String SAFE = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private MailComposer() {}

    /** A mail that is ready to be sent. The recipients of {@code bcc} are nowhere in it. */
    static MimeMessage compose(EmailPayload payload, Envelope envelope, Job job)
            throws MessagingException, UnsupportedEncodingException {
        MimeMessage mail = new MimeMessage((Session) null);
        mail.setFrom(internetAddress(envelope.from()));
        mail.setRecipients(RecipientType.TO, internetAddresses(envelope.to()));
        mail.setRecipients(RecipientType.CC, internetAddresses(envelope.cc()));
        if (!envelope.replyTo().isEmpty()) {
            mail.setReplyTo(internetAddresses(envelope.replyTo()));
        }
        mail.setSubject(payload.subject(), UTF_8);
        mail.setHeader("Date", DATE.format(job.enqueuedAt().atOffset(ZoneOffset.UTC)));
        setContent(mail, payload);
        addHeaders(mail, payload);
        mail.saveChanges();
        // only now, since saving gives the mail an id of its own
        mail.setHeader("Message-ID", messageId(job.effectKey(), envelope.from().domain()));
        return mail;
    }

    /** Stable across attempts. Injective: what a {@code msg-id} (RFC 5322 §3.6.4) may not contain is written as {@code =XX}. */
    static String messageId(String effectKey, String domain) {
        StringBuilder id = new StringBuilder("<");
        for (byte character : effectKey.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = SAFE.indexOf(character) >= 0;
            id.append(plain ? Character.toString(character) : String.format("=%02X", character));
        }
        return id.append('@').append(domain).append('>').toString();
    }

    private static void setContent(MimeMessage mail, EmailPayload payload) throws MessagingException {
        String body = payload.body();
        String html = payload.html();
        if (html == null) {
            mail.setText(body, UTF_8);
        } else if (body == null) {
            mail.setText(html, UTF_8, "html");
        } else {
            // RFC 2046 §5.1.4: the best alternative comes last
            mail.setContent(new MimeMultipart("alternative", part(body, "plain"), part(html, "html")));
        }
    }

    private static MimeBodyPart part(String text, String subtype) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(text, UTF_8, subtype);
        return part;
    }

    private static void addHeaders(MimeMessage mail, EmailPayload payload)
            throws MessagingException, UnsupportedEncodingException {
        if (payload.bulk()) {
            mail.setHeader("Precedence", "bulk");
            // RFC 3834 §5
            mail.setHeader("Auto-Submitted", "auto-generated");
        }
        ListUnsubscribe unsubscribe = payload.listUnsubscribe();
        if (unsubscribe != null) {
            mail.setHeader("List-Unsubscribe", MimeUtility.fold("List-Unsubscribe: ".length(), unsubscribe.header()));
            if (unsubscribe.oneClick()) {
                mail.setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
            }
        }
        for (Map.Entry<String, String> header : payload.headers().entrySet()) {
            String value = MimeUtility.encodeText(header.getValue(), UTF_8, null);
            mail.setHeader(header.getKey(), MimeUtility.fold(header.getKey().length() + 2, value));
        }
    }

    private static InternetAddress[] internetAddresses(List<Mailbox> mailboxes) throws UnsupportedEncodingException {
        InternetAddress[] addresses = new InternetAddress[mailboxes.size()];
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = internetAddress(mailboxes.get(i));
        }
        return addresses;
    }

    private static InternetAddress internetAddress(Mailbox mailbox) throws UnsupportedEncodingException {
        InternetAddress address = new InternetAddress();
        address.setAddress(mailbox.address());
        address.setPersonal(mailbox.name(), UTF_8);
        return address;
    }
}
