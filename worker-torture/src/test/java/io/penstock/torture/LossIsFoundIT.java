package io.penstock.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Outcome;
import io.penstock.spi.JobContext;
import io.penstock.torture.TortureOptions.Subject;
import io.penstock.torture.plan.JobKind;
import io.penstock.torture.verdict.Finding;
import io.penstock.torture.verdict.Report;
import io.penstock.torture.verdict.ReportText;
import io.penstock.torture.worker.TortureHandler;
import io.penstock.torture.worker.TorturePayload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** That torture finds what it is there to find. */
@Timeout(value = 6, unit = TimeUnit.MINUTES)
class LossIsFoundIT {
    private static final long SEED = 20_261;

    @Test
    void a_worker_that_forgets_an_effect_now_and_then_is_found_out(@TempDir Path folder) throws Exception {
        Report report = run(
                new TortureOptions(
                        300,
                        Duration.ofSeconds(5),
                        SEED,
                        1,
                        1,
                        Set.of(),
                        "available",
                        Subject.handler(ForgetfulHandler.class)),
                folder);

        assertThat(report.findings()).as(ReportText.table(report)).containsOnlyKeys(Finding.LOST);
        assertThat(report.findings().get(Finding.LOST))
                .allSatisfy(id -> assertThat(id).endsWith("7 (normal)"))
                .hasSizeBetween(10, 30);
    }

    private static Report run(TortureOptions options, Path folder) throws Exception {
        return new Torture(options, folder, line -> {}).run(true);
    }

    /** Says that it is done without having done anything, for every normal job whose number ends with 7. */
    public static final class ForgetfulHandler extends TortureHandler {
        @Override
        public Outcome handle(TorturePayload payload, JobContext context) throws Exception {
            boolean forgets =
                    payload.kind() == JobKind.NORMAL && context.job().id().endsWith("7");
            return forgets ? Outcome.done() : super.handle(payload, context);
        }
    }
}
