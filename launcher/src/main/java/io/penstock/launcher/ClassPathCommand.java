package io.penstock.launcher;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Prints what plug-ins are compiled against. */
@Command(
        name = "classpath",
        description = {
            "Print the class path that plug-ins are compiled against.",
            "",
            "A plug-in may use the packages io.penstock and io.penstock.spi, and the libraries on the path.",
            ""
        })
final class ClassPathCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        System.out.println(System.getProperty("java.class.path"));
        return 0;
    }
}
