package io.penstock.launcher;

import io.penstock.launcher.demo.Demo;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the demo. */
@Command(
        name = "demo",
        description = {
            "Start RabbitMQ, Redis, Kafka, an SMTP server and a worker on free ports, send real jobs through several"
                    + " clients, show and check what becomes of them, replay dead letters through the console, and stay up"
                    + " until Ctrl-C.",
            "",
            "What is missing is installed where this user may do so: Debian packages, or images with Docker. Data and"
                    + " logs are in .penstock/demo until the next demo.",
            ""
        },
        footer = {"", "Exit codes: 0 all checks passed, 2 usage, 1 anything else."})
final class DemoCommand implements Callable<Integer> {
    @Option(names = "--once", description = "Stop everything and exit after the checks.")
    private boolean once;

    @Mixin
    private InstallOption install = new InstallOption();

    @Override
    public Integer call() throws InterruptedException {
        boolean passed = new Demo(Home.locate().demo(), install.isAllowed(), System.out).run();
        if (!once) {
            System.out.println("Everything stays up until Ctrl-C.");
            new CountDownLatch(1).await();
        }
        return passed ? 0 : 1;
    }
}
