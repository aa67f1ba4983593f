package io.penstock.console.collect;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Which queues have a dead-letter queue to collect from. */
@FunctionalInterface
public interface QueueSource {

    /**
     * The names of the queues, without {@code .dlq}.
     *
     * @throws IOException          if nobody can say at the moment
     * @throws InterruptedException if the thread was interrupted while it waited for an answer
     */
    Set<String> queues() throws IOException, InterruptedException;

    /** Always these. */
    static QueueSource configured(List<String> queues) {
        Set<String> names = Set.copyOf(queues);
        return () -> names;
    }

    /** Those of this source and those of another. */
    default QueueSource and(QueueSource other) {
        return () -> {
            Set<String> all = new TreeSet<>(queues());
            all.addAll(other.queues());
            return all;
        };
    }
}
