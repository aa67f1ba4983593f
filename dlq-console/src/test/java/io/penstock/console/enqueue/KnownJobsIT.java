package io.penstock.console.enqueue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.penstock.client.NewJob;
import io.penstock.console.store.Database;
import io.penstock.console.store.Dialect;
import io.penstock.console.store.SettableClock;
import io.penstock.console.store.TestDatabases;
import io.penstock.testbed.PostgresServer;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.WithServers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@WithServers(ServerKind.POSTGRES)
@ParameterizedClass
@EnumSource(Dialect.class)
class KnownJobsIT {
    private final Dialect dialect;
    private final SettableClock clock = new SettableClock();
    private Database database;
    private KnownJobs known;

    KnownJobsIT(Dialect dialect) {
        this.dialect = dialect;
    }

    @BeforeEach
    void open(PostgresServer postgres) {
        database = TestDatabases.open(dialect, postgres);
        known = new KnownJobs(database, Duration.ofDays(7), clock);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static JobOrder order(String id, String name) {
        return JobOrder.of(
                NewJob.on("greetings", "{}").id(id),
                true,
                JsonNodeFactory.instance.objectNode().put("name", name));
    }

    @Test
    void of_two_orders_under_one_id_the_first_is_remembered() {
        known.remember(List.of(order("a", "world"), order("b", "world")));
        known.remember(List.of(order("b", "moon"), order("c", "moon")));
        assertThat(known.digests(List.of("/a", "/b", "/c", "/d")))
                .containsOnlyKeys("/a", "/b", "/c")
                .containsEntry("/b", order("b", "world").digest())
                .containsEntry("/c", order("c", "moon").digest());
    }

    @Test
    void many_who_remember_the_same_ids_at_once_do_not_get_in_each_others_way() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(5)) {
            Callable<Void> remember = () -> {
                known.remember(IntStream.range(0, 50)
                        .mapToObj(i -> order("j" + i, "world"))
                        .toList());
                return null;
            };
            List<Callable<Void>> all =
                    IntStream.range(0, 10).mapToObj(i -> remember).toList();
            for (Future<Void> done : threads.invokeAll(all)) {
                done.get();
            }
        }
        assertThat(known.digests(IntStream.range(0, 50).mapToObj(i -> "/j" + i).toList()))
                .hasSize(50);
    }

    @Test
    void an_id_is_forgotten_when_its_time_is_over() {
        known.remember(List.of(order("old", "world")));
        clock.pass(Duration.ofDays(6));
        known.remember(List.of(order("young", "world")));
        clock.pass(Duration.ofDays(1).plusMillis(1));
        assertThat(known.prune()).isEqualTo(1);
        assertThat(known.digests(List.of("/old", "/young"))).containsOnlyKeys("/young");
    }
}
