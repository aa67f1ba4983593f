package io.penstock.worker;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import io.penstock.internal.config.Redactor;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;

/** Sets up log lines on standard output: text for people or JSON for machines, secrets masked in both. */
public final class Logging {
    private Logging() {}

    /**
     * Replaces whatever logging there was.
     *
     * @param format {@code text} or {@code json}
     * @param level least severe level of our own lines; libraries speak from {@code warn} on
     */
    public static void configure(String format, String level, Redactor redactor) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        Layout<ILoggingEvent> layout = format.equals("json") ? new JsonLayout(redactor) : new TextLayout(redactor);
        layout.setContext(context);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(appender);
        context.getLogger("io.penstock").setLevel(Level.toLevel(level));
        // the Kafka client repeats each second that a broker is away; the event sink says it once
        context.getLogger("org.apache.kafka").setLevel(Level.ERROR);
    }
}
