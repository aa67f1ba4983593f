package io.penstock.internal.state;

import io.penstock.spi.state.SharedState;
import java.time.InstantSource;

class LocalStateTest extends SharedStateContract {
    private final LocalState state = new LocalState(InstantSource.system());

    @Override
    SharedState one() {
        return state;
    }

    @Override
    SharedState other() {
        return state;
    }
}
