package io.penstock.launcher.demo;

import io.penstock.client.JobClient;
import io.penstock.launcher.console.ConsoleApi;
import io.penstock.launcher.site.Addresses;
import io.penstock.launcher.site.LocalSite;
import io.penstock.launcher.site.SiteFolder;
import io.penstock.launcher.terminal.Columns;
import io.penstock.launcher.watch.JobEvent;
import io.penstock.launcher.watch.KafkaWatch;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The demo from the first server to the last check. For one thread.
 *
 * @param folder where data and logs go
 * @param allowInstall whether software may be installed
 * @param out where it is shown
 */
public record Demo(Path folder, boolean allowInstall, PrintStream out) {
    private static final Duration CONFIRM_LIMIT = Duration.ofSeconds(15);

    /**
     * Starts everything, runs the jobs and shows what became of them. Servers, worker and console stay up until this
     * process ends.
     *
     * @return true if everything was as it should be
     */
    public boolean run() {
        long started = System.nanoTime();
        SiteFolder claimed = SiteFolder.claim(folder);
        claimed.erase();
        LocalSite site = new LocalSite(claimed, out::println);
        site.closeAtExit();
        out.println("Starting RabbitMQ, Redis, Kafka, SMTP and a worker; data and logs in " + folder);
        DemoWorker.objects(folder).prepare();
        Addresses addresses = site.start(allowInstall, DemoWorker.setup(folder));
        out.printf("Ready after %.1f s%n", secondsSince(started));
        List<Check> checks = perform(site, addresses);
        String token = DemoConsole.token();
        String console = site.startConsole(addresses, DemoConsole.environment(token));
        ConsoleApi api = ConsoleApi.at(console, token);
        checks.addAll(new SecondChance(api, DemoWorker.warehouse(folder), out).run());
        try (KafkaWatch watch = new KafkaWatch(addresses.kafka())) {
            checks.addAll(new Timetable(api, watch, out).run());
        }
        new Exhibition(out).heading("Addresses");
        out.print(addresses.table().row("console", console + "/api/v1"));
        new Exhibition(out).heading("For ./penstock dlq and schedule");
        out.printf("  export PENSTOCK_CONSOLE_URL='%s'%n  export PENSTOCK_CONSOLE_TOKEN='%s'%n", console, token);
        return judge(checks, started);
    }

    private List<Check> perform(LocalSite site, Addresses addresses) {
        ForeignClients clients = new ForeignClients(folder.resolve("client"), addresses.amqp(), out::println);
        Optional<ForeignClient> foreign = clients.find(allowInstall);
        if (foreign.isEmpty()) {
            out.println("No client in another language: neither Python with pika nor Node.js with amqplib is here"
                    + (allowInstall ? " or could be installed." : ", and --no-install forbids installing them.")
                    + " RabbitMQ's own Java client stands in for it.");
        }
        ObjectFolder objects = DemoWorker.objects(folder);
        try (WebhookEndpoint endpoint = WebhookEndpoint.open();
                JobClient jobs = JobClient.builder(addresses.amqp())
                        .timeout(CONFIRM_LIMIT)
                        .build();
                KafkaWatch watch = new KafkaWatch(addresses.kafka())) {
            List<Scene> scenes =
                    new Scenes(foreign.orElse(new BareClient(addresses.amqp())), jobs, objects, endpoint.url()).all();
            announce(scenes);
            Map<Scene, JobEvent> ends = new Performance(scenes, watch, out).run();
            Findings findings = Findings.read(addresses, site.mails(), objects, endpoint.received());
            new Exhibition(out).show(findings, ends);
            List<Check> checks = new ArrayList<>(Check.all(scenes, ends, findings));
            checks.add(new Check(
                    "a client in another language took part, or was forbidden", foreign.isPresent() || !allowInstall));
            return checks;
        }
    }

    private void announce(List<Scene> scenes) {
        Exhibition screen = new Exhibition(out);
        screen.heading("Jobs");
        Columns columns = new Columns();
        scenes.forEach(scene -> columns.row(scene.title(), "queue " + scene.queue(), scene.client(), scene.story()));
        out.print(columns);
        screen.heading("What becomes of them");
    }

    private boolean judge(List<Check> checks, long started) {
        List<Check> failed = checks.stream().filter(check -> !check.passed()).toList();
        new Exhibition(out).heading("Checks");
        Columns columns = new Columns();
        checks.forEach(check -> columns.row(check.passed() ? "ok" : "FAILED", check.what()));
        out.print(columns);
        out.println();
        if (failed.isEmpty()) {
            out.printf("All %d checks passed, %.0f s after the start.%n", checks.size(), secondsSince(started));
        } else {
            out.printf("%d of %d checks failed; the worker's log is %s%n", failed.size(), checks.size(), log());
        }
        return failed.isEmpty();
    }

    private Path log() {
        return folder.resolve("worker.log");
    }

    private static double secondsSince(long started) {
        return (System.nanoTime() - started) / 1e9;
    }
}
