package io.penstock.console.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.internal.amqp.PublishException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SendingTest {

    private static ReplayWork.Claimed item(PublishException.Kind kind) {
        return new ReplayWork.Claimed(1, kind.name(), "to-" + kind.name());
    }

    @Test
    void each_answer_of_the_broker_means_one_thing_and_only_what_ends_the_channel_is_held_against_a_message() {
        List<Sending.Flight> flights = new ArrayList<>();
        Map<PublishException.Kind, ReplayWork.Claimed> items = new EnumMap<>(PublishException.Kind.class);
        for (PublishException.Kind kind : PublishException.Kind.values()) {
            items.put(kind, item(kind));
            flights.add(new Sending.Flight(
                    item(kind), CompletableFuture.failedFuture(new PublishException(kind, "because " + kind))));
        }
        var taken = new ReplayWork.Claimed(100, "taken", "to-somebody");
        flights.add(new Sending.Flight(taken, CompletableFuture.completedFuture(null)));

        Sender.Sent sent = Sending.collect(flights);

        assertThat(sent.answers().published()).containsExactly(taken);
        assertThat(sent.answers().returned())
                .extracting(ReplayWork.Returned::reason)
                .containsExactly("unroutable", "unsendable");
        assertThat(sent.answers().unsent())
                .containsExactly(items.get(PublishException.Kind.NACKED), items.get(PublishException.Kind.BLOCKED));
        assertThat(sent.uncertain())
                .containsExactly(items.get(PublishException.Kind.TIMED_OUT), items.get(PublishException.Kind.CLOSED));
        assertThat(sent.cutOff()).containsExactly(items.get(PublishException.Kind.CLOSED));
        assertThat(sent.refusing()).containsExactly("to-NACKED");
        assertThat(sent.why()).startsWith("because ");
    }
}
