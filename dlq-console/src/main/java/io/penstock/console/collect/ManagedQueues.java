package io.penstock.console.collect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Set;
import java.util.TreeSet;

/** All queues of a virtual host that have a dead-letter queue, as RabbitMQ's management API lists them. Thread-safe. */
public final class ManagedQueues implements QueueSource {
    private static final String SUFFIX = ".dlq";

    private final ManagementApi api;

    /**
     * Asks this API.
     *
     * @param api         its URL with user and password, e.g. {@code http://guest:guest@localhost:15672}
     * @param virtualHost the virtual host, {@code /} by default on brokers
     */
    public ManagedQueues(URI api, String virtualHost) {
        this.api = new ManagementApi(api, virtualHost);
    }

    @Override
    public Set<String> queues() throws IOException, InterruptedException {
        try (InputStream body = api.queues("name")) {
            return names(body);
        }
    }

    private static Set<String> names(InputStream body) throws IOException {
        Set<String> names = new TreeSet<>();
        try (JsonParser json = new JsonFactory().createParser(body)) {
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.VALUE_STRING && "name".equals(json.currentName())) {
                    String name = json.getText();
                    if (name.endsWith(SUFFIX) && name.length() > SUFFIX.length()) {
                        names.add(name.substring(0, name.length() - SUFFIX.length()));
                    }
                }
            }
        }
        return names;
    }
}
