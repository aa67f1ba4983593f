package io.penstock.torture.process;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * Runs the main class that its first argument names, until whoever started this process is gone: that is when its
 * standard input, a pipe, ends. However the run dies, it leaves no worker behind.
 */
public final class Leash {
    private Leash() {}

    public static void main(String[] arguments) throws Throwable {
        Thread.ofPlatform().daemon().name("leash").start(Leash::haltWhenAlone);
        String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
        try {
            Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, (Object) rest);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static void haltWhenAlone() {
        try {
            int read;
            do {
                read = System.in.read();
            } while (read >= 0);
        } catch (IOException e) {
            // the same as its end
        }
        Runtime.getRuntime().halt(1);
    }
}
