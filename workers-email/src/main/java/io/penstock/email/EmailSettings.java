package io.penstock.email;

import io.penstock.spi.Durations;
import io.penstock.spi.HandlerContext;
import io.penstock.spi.Setting;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;

/**
 * What an operator can set.
 *
 * @param url relay that takes the mail
 * @param from sender of jobs that name none
 * @param connectTimeout how long opening the connection may take
 * @param ioTimeout how long the relay may stay silent, or take no data, before it counts as gone
 * @param retryUnknown whether to send again when nobody knows if the relay took the mail
 */
record EmailSettings(SmtpUrl url, Mailbox from, Duration connectTimeout, Duration ioTimeout, boolean retryUnknown) {
    static final Setting<SmtpUrl> SMTP_URL = new Setting<>(
            "SMTP_URL",
            "smtp://localhost:25",
            true,
            "SMTP relay: smtp://host:port, smtps://user:password@host:port; ?starttls=required|optional|off",
            SmtpUrl::parse);
    static final Setting<Mailbox> FROM = new Setting<>(
            "PENSTOCK_EMAIL_FROM",
            "penstock@" + hostName(),
            false,
            "sender of jobs that name none",
            EmailSettings::sender);
    static final Setting<Duration> CONNECT_TIMEOUT = new Setting<>(
            "PENSTOCK_EMAIL_CONNECT_TIMEOUT",
            "10s",
            false,
            "how long opening the connection to the relay may take",
            EmailSettings::timeout);
    static final Setting<Duration> IO_TIMEOUT = new Setting<>(
            "PENSTOCK_EMAIL_TIMEOUT",
            "60s",
            false,
            "how long the relay may keep a read or write waiting",
            EmailSettings::timeout);
    static final Setting<Boolean> RETRY_UNKNOWN = Setting.bool(
            "PENSTOCK_EMAIL_RETRY_UNKNOWN",
            false,
            "send again although the relay may have taken the mail: recipients may get it twice");
    static final List<Setting<?>> ALL = List.of(SMTP_URL, FROM, CONNECT_TIMEOUT, IO_TIMEOUT, RETRY_UNKNOWN);

    static EmailSettings of(HandlerContext context) {
        return new EmailSettings(
                context.get(SMTP_URL),
                context.get(FROM),
                context.get(CONNECT_TIMEOUT),
                context.get(IO_TIMEOUT),
                context.get(RETRY_UNKNOWN));
    }

    /** The name that this machine gives itself, or {@code localhost} if that could not stand after an @ or EHLO. */
    static String hostName() {
        try {
            String name = InetAddress.getLocalHost().getHostName();
            return name.matches("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?") && !name.contains("..") ? name : "localhost";
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    /** The default may be a host name without a dot, which would be a typing mistake in a payload. */
    private static Mailbox sender(String text) {
        String machine = "penstock@" + hostName();
        return text.equals(machine) ? new Mailbox(null, machine) : Mailbox.parse("sender", text);
    }

    private static Duration timeout(String text) {
        Duration timeout = Durations.parse(text);
        if (timeout.toMillis() < 1 || timeout.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("expected a duration from 1ms to 1h");
        }
        return timeout;
    }
}
