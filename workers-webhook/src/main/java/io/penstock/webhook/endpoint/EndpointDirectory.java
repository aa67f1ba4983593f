package io.penstock.webhook.endpoint;

import io.penstock.spi.state.SharedState;
import io.penstock.spi.state.SharedState.Change;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The endpoints, for operators. Thread-safe. */
public final class EndpointDirectory {
    private final SharedState shared;

    /** @param shared that of the workers */
    public EndpointDirectory(SharedState shared) {
        this.shared = shared;
    }

    /**
     * What is known of an endpoint.
     *
     * @param tenant empty if there is none
     * @param endpoint the tenant's id for it, or scheme, host and port
     * @param state as of now
     */
    public record Known(String tenant, String endpoint, EndpointState state) {}

    /** All endpoints that were called in the last three months. */
    public List<Known> all() {
        return shared.find(Endpoints.PREFIX).entrySet().stream()
                .map(entry -> known(entry.getKey().substring(Endpoints.PREFIX.length()), entry.getValue()))
                .toList();
    }

    private static Known known(String names, String text) {
        int end = names.indexOf('|');
        String tenant = URLDecoder.decode(names.substring(0, end), StandardCharsets.UTF_8);
        return new Known(tenant, names.substring(end + 1), EndpointState.FORM.read(text));
    }

    /**
     * Lets deliveries through again, as if the endpoint were new: enabled, its circuit closed, no pause.
     *
     * @param tenant empty if there is none
     * @return when it had been disabled; empty if it was not, or is unknown
     */
    public Optional<Instant> enable(String tenant, String endpoint) {
        return shared.update(Endpoints.key(tenant, endpoint), Endpoints.REMEMBERED, EndpointState.FORM, known -> {
            EndpointState state = EndpointState.orNew(known);
            Optional<Instant> disabledAt = state.health().isDisabled()
                    ? Optional.of(Instant.ofEpochMilli(state.health().disabledAt()))
                    : Optional.empty();
            return new Change<>(known == null ? null : EndpointRules.enable(state), disabledAt);
        });
    }

    /** The key of events about an endpoint; the same in those of workers. */
    public static String eventKey(String tenant, String endpoint) {
        return Endpoints.key(tenant, endpoint);
    }
}
