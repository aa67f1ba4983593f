package io.penstock.internal.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.internal.event.JobEvent;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EventBytesTest {
    private static final JobEvent EVENT = Jobs.event("j-1:1:completed");

    @Test
    void an_event_is_told_later_in_the_same_words() {
        JobEvent read = EventBytes.read(EventBytes.write((byte) 'D', EVENT));
        assertThat(read).usingRecursiveComparison().isEqualTo(EVENT);
    }

    @Test
    void the_state_comes_first() {
        assertThat(EventBytes.write((byte) 'D', EVENT)[0]).isEqualTo((byte) 'D');
    }

    @Test
    void an_entry_of_another_version_is_not_guessed_at() {
        byte[] entry = EventBytes.write((byte) 'D', EVENT);
        entry[1] = 9;
        assertThatThrownBy(() -> EventBytes.read(entry))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ledger entry: expected version 1, got 9");
    }

    @Test
    void an_entry_that_was_cut_off_is_an_error() {
        byte[] entry = Arrays.copyOf(EventBytes.write((byte) 'D', EVENT), 10);
        assertThatThrownBy(() -> EventBytes.read(entry))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cut off");
    }
}
