package io.penstock.worker;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import io.penstock.internal.config.Redactor;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** A log line for people: time, level, where, what, and which job. */
final class TextLayout extends LayoutBase<ILoggingEvent> {
    /** Whatever a terminal or a reader of lines could take for more than text; a job may hold anything. */
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\x85\\u2028\\u2029]");

    private static final Pattern CONTROL_IN_STACK = Pattern.compile("[\\p{Cntrl}&&[^\\r\\n\\t]]");

    private final Redactor redactor;

    TextLayout(Redactor redactor) {
        this.redactor = redactor;
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        String line = CONTROL.matcher(line(event)).replaceAll(" ") + '\n';
        return redactor.mask(event.getThrowableProxy() == null ? line : line + stack(event.getThrowableProxy()));
    }

    private static StringBuilder line(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(160);
        line.append(event.getInstant().truncatedTo(ChronoUnit.MILLIS)).append(' ');
        line.append("%-5s ".formatted(event.getLevel()));
        line.append(shortName(event.getLoggerName())).append(": ");
        line.append(event.getFormattedMessage());
        for (Map.Entry<String, String> entry : new TreeMap<>(event.getMDCPropertyMap()).entrySet()) {
            line.append(' ').append(entry.getKey()).append('=').append(entry.getValue());
        }
        return line;
    }

    /** Indented, so that no line of an exception's message can pass for a log line. */
    private static String stack(IThrowableProxy thrown) {
        String stack = ThrowableProxyUtil.asString(thrown);
        return CONTROL_IN_STACK.matcher(stack).replaceAll(" ").indent(2);
    }

    private static String shortName(String logger) {
        return logger.substring(logger.lastIndexOf('.') + 1);
    }
}
