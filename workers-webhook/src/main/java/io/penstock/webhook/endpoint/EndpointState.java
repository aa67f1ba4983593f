package io.penstock.webhook.endpoint;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.penstock.spi.state.SharedState.Form;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of an endpoint, as it is kept between deliveries. Times are in milliseconds since 1970, 0 for never.
 *
 * @param running deliveries under way, and until when each may hold its place
 * @param waiting those that wait in a worker for a place, the oldest first
 * @param nextTurn when the last of those comes back that were sent away
 * @param pausedUntil until when the endpoint itself asked for a pause
 * @param nextStart when the rate allows the next delivery
 * @param headDue when the first of those that are delivered in order comes back
 * @param meanMillis how long a delivery took of late
 * @param circuit whether it is worth trying
 * @param health whether it ever works
 */
public record EndpointState(
        @JsonProperty("run") Map<String, Long> running,
        @JsonProperty("wait") List<Waiting> waiting,
        @JsonProperty("turn") long nextTurn,
        @JsonProperty("pause") long pausedUntil,
        @JsonProperty("start") long nextStart,
        @JsonProperty("head") long headDue,
        @JsonProperty("mean") double meanMillis,
        @JsonProperty("circuit") Circuit circuit,
        @JsonProperty("health") Health health) {

    /** Nothing is known yet. */
    public static final EndpointState NEW =
            new EndpointState(Map.of(), List.of(), 0, 0, 0, 0, 0, Circuit.CLOSED, Health.UNKNOWN);

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final ObjectReader READER = JSON.readerFor(EndpointState.class);
    private static final ObjectWriter WRITER = JSON.writerFor(EndpointState.class);

    /**
     * A delivery that waits in its worker for a moment.
     *
     * @param job which
     * @param order its place by age
     * @param until when it has given up, unless it is heard of again
     */
    public record Waiting(
            @JsonProperty("j") String job,
            @JsonProperty("o") String order,
            @JsonProperty("u") long until) {}

    /** As JSON. */
    public static final Form<EndpointState> FORM = new Form<>() {
        // what is of another version lets limits start anew
        @Override
        public EndpointState read(String text) {
            try {
                return READER.readValue(text);
            } catch (JsonProcessingException e) {
                return NEW;
            }
        }

        @Override
        public String write(EndpointState state) {
            try {
                return WRITER.writeValueAsString(state);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("an endpoint's state that cannot be written", e);
            }
        }
    };

    static EndpointState orNew(@Nullable EndpointState state) {
        return state == null ? NEW : state;
    }

    EndpointState with(Map<String, Long> nowRunning, List<Waiting> nowWaiting) {
        return new EndpointState(
                nowRunning, nowWaiting, nextTurn, pausedUntil, nextStart, headDue, meanMillis, circuit, health);
    }

    EndpointState withNextTurn(long time) {
        return new EndpointState(running, waiting, time, pausedUntil, nextStart, headDue, meanMillis, circuit, health);
    }

    EndpointState withPause(long until) {
        return new EndpointState(running, waiting, nextTurn, until, nextStart, headDue, meanMillis, circuit, health);
    }

    EndpointState withNextStart(long time) {
        return new EndpointState(running, waiting, nextTurn, pausedUntil, time, headDue, meanMillis, circuit, health);
    }

    EndpointState withHeadDue(long time) {
        return new EndpointState(running, waiting, nextTurn, pausedUntil, nextStart, time, meanMillis, circuit, health);
    }

    EndpointState withMean(double millis) {
        return new EndpointState(running, waiting, nextTurn, pausedUntil, nextStart, headDue, millis, circuit, health);
    }

    EndpointState with(Circuit other) {
        return new EndpointState(
                running, waiting, nextTurn, pausedUntil, nextStart, headDue, meanMillis, other, health);
    }

    EndpointState with(Health other) {
        return new EndpointState(
                running, waiting, nextTurn, pausedUntil, nextStart, headDue, meanMillis, circuit, other);
    }
}
