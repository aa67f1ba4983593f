package io.penstock.launcher.demo;

import io.penstock.Outcome;
import io.penstock.spi.HandlerContext;
import io.penstock.spi.JobContext;
import io.penstock.spi.JobHandler;
import io.penstock.spi.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The demo's own plug-in, as a user would write one: fails or refuses jobs on command. Only the demo's worker finds it,
 * as its entry for {@link java.util.ServiceLoader} is written when the demo starts. Safe to use from many threads.
 */
public final class FlakyHandler implements JobHandler<FlakyHandler.Task> {

    /**
     * What to do.
     *
     * @param failures how many attempts fail before one succeeds
     * @param acceptable false if the job can never work
     * @param stock whether it can only work while the warehouse is open
     */
    public record Task(int failures, boolean acceptable, boolean stock) {}

    static final Setting<String> WAREHOUSE =
            Setting.text("PENSTOCK_DEMO_WAREHOUSE", "", "File that is there while the demo's warehouse is open");

    private volatile @Nullable Path warehouse;

    @Override
    public String type() {
        return "demo.flaky";
    }

    @Override
    public String queue() {
        return "demo";
    }

    @Override
    public Class<Task> payloadType() {
        return Task.class;
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(WAREHOUSE);
    }

    @Override
    public void start(HandlerContext context) {
        warehouse = Path.of(context.get(WAREHOUSE));
    }

    @Override
    public Outcome handle(Task task, JobContext context) {
        int attempt = context.job().attempt();
        if (!task.acceptable()) {
            return Outcome.rejected("this order was cancelled; there is nothing left to do");
        }
        if (task.stock() && (warehouse == null || !Files.exists(warehouse))) {
            return Outcome.rejected("the warehouse is closed for stock-taking");
        }
        if (attempt <= task.failures()) {
            return Outcome.failed("the warehouse does not answer (failure " + attempt + " of " + task.failures() + ")");
        }
        return Outcome.done("succeeded after " + task.failures() + " failures");
    }
}
