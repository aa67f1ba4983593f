package io.penstock.torture.worker;

import io.penstock.Outcome;
import io.penstock.spi.HandlerContext;
import io.penstock.spi.JobContext;
import io.penstock.spi.JobHandler;
import io.penstock.spi.Setting;
import io.penstock.torture.recorder.RecorderClient;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The plug-in of the tortured workers. Its effect is a line in the recorder, written under the job's fencing token. Not a
 * service of this jar: only the worker processes of a torture run are told of it.
 */
public class TortureHandler implements JobHandler<TorturePayload> {
    /** The queue and, by that, the default type. */
    public static final String QUEUE = "torture";

    public static final String TYPE = "torture.job";

    /** Where the recorder listens. */
    public static final Setting<Integer> RECORDER =
            Setting.integer("PENSTOCK_TORTURE_RECORDER", 0, 0, 65_535, "Port of the recorder of effects");

    /** As if the kernel had killed it. */
    private static final int KILLED = 137;

    private @Nullable RecorderClient recorder;

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String queue() {
        return QUEUE;
    }

    @Override
    public Class<TorturePayload> payloadType() {
        return TorturePayload.class;
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(RECORDER);
    }

    @Override
    public void start(HandlerContext context) throws IOException {
        recorder = new RecorderClient(context.get(RECORDER));
    }

    @Override
    public Outcome handle(TorturePayload payload, JobContext context) throws Exception {
        recorder().begin(context.job(), context.fencingToken());
        return switch (payload.kind()) {
            case NORMAL, SLOW, DELAYED -> effect(payload, context);
            case FLAKY ->
                context.job().attempt() <= payload.failures()
                        ? Outcome.failed("fails " + payload.failures() + " times")
                        : effect(payload, context);
            case FAILING -> Outcome.failed("fails always");
            case REJECTED -> Outcome.rejected("is rejected always");
            case POISON -> halt();
            case MALFORMED, UNKNOWN_TYPE -> effect(payload, context); // must not come here; the recorder will tell
        };
    }

    private Outcome effect(TorturePayload payload, JobContext context) throws Exception {
        Thread.sleep(payload.millis());
        boolean first = recorder().effect(context.job(), context.fencingToken(), payload.due());
        return Outcome.done(Map.of("refused", !first));
    }

    private static Outcome halt() {
        Runtime.getRuntime().halt(KILLED);
        throw new AssertionError("the JVM goes on after it was halted");
    }

    private RecorderClient recorder() {
        return Objects.requireNonNull(recorder, "not started");
    }

    @Override
    public void close() throws IOException {
        recorder().close();
    }
}
