package io.penstock.internal.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.penstock.Outcome;
import io.penstock.internal.config.Config;
import io.penstock.internal.state.LocalState;
import io.penstock.spi.EventStream;
import io.penstock.spi.HandlerContext;
import io.penstock.spi.HandlerEvent;
import io.penstock.spi.JobContext;
import io.penstock.spi.JobHandler;
import io.penstock.spi.http.OutboundHttpException;
import io.penstock.spi.http.OutboundRequest;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfiguredContextTest {
    private static final ConfiguredContext.Shared ALONE =
            new ConfiguredContext.Shared(new Unheard(), new LocalState(InstantSource.system()));

    @TempDir
    Path root;

    @Test
    void a_handler_reaches_objects_and_hosts_through_its_context() throws Exception {
        Config config = Config.read(List.of("--object-store-root=" + root), Map.of());
        try (Outside outside = Outside.open(config)) {
            HandlerContext context =
                    new ConfiguredContext(new Nothing(), config, new SimpleMeterRegistry(), outside, ALONE);

            context.objects().write("file://" + root + "/a", "text/plain", out -> out.write('a'));

            assertThat(root.resolve("a")).hasContent("a");
            assertThat(catchThrowableOfType(
                                    OutboundHttpException.class,
                                    () -> context.http().send(OutboundRequest.get("https://127.0.0.1/")))
                            .reason())
                    .isEqualTo(OutboundHttpException.Reason.BLOCKED_ADDRESS);
        }
    }

    private static final class Nothing implements JobHandler<Object> {
        @Override
        public String type() {
            return "nothing.do";
        }

        @Override
        public String queue() {
            return "nothing";
        }

        @Override
        public Class<Object> payloadType() {
            return Object.class;
        }

        @Override
        public Outcome handle(Object payload, JobContext context) {
            return Outcome.done();
        }
    }

    private static final class Unheard implements EventStream {
        @Override
        public boolean isHeard() {
            return false;
        }

        @Override
        public CompletionStage<Void> tell(HandlerEvent event) {
            return CompletableFuture.completedStage(null);
        }
    }
}
