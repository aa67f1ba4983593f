package io.penstock.worker;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.internal.config.Redactor;
import java.util.TreeMap;

/** A log line for machines: one JSON object with the job's id, type, queue, tenant and attempt where there is a job. */
final class JsonLayout extends LayoutBase<ILoggingEvent> {
    private static final JsonMapper JSON = new JsonMapper();

    private final Redactor redactor;

    JsonLayout(Redactor redactor) {
        this.redactor = redactor;
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        ObjectNode line = JSON.createObjectNode();
        line.put("timestamp", event.getInstant().toString());
        line.put("level", event.getLevel().toString());
        line.put("logger", event.getLoggerName());
        line.put("thread", event.getThreadName());
        line.put("message", redactor.mask(event.getFormattedMessage()));
        new TreeMap<>(event.getMDCPropertyMap()).forEach((name, value) -> line.put(name, redactor.mask(value)));
        if (event.getThrowableProxy() != null) {
            line.put("stack", redactor.mask(ThrowableProxyUtil.asString(event.getThrowableProxy())));
        }
        return line + "\n";
    }
}
