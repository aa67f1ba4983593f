package io.penstock.worker;

import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGTERM and SIGINT. A shutdown hook cannot do this: the process would end with 143 instead of 0, and a second signal
 * would be ignored.
 */
public final class Signals {
    private static final Logger log = LoggerFactory.getLogger(Signals.class);
    private static final int STOPPED_AT_ONCE = 1;

    private final CountDownLatch received = new CountDownLatch(1);
    private final AtomicBoolean first = new AtomicBoolean(true);
    private volatile Runnable onFirst = () -> {};

    private Signals() {}

    /** From now on the first signal is for {@link #await}, and the second ends the process at once. */
    public static Signals catchThem() {
        Signals signals = new Signals();
        signals.register("TERM");
        signals.register("INT");
        return signals;
    }

    /** By reflection, as the compiler's warning about {@code sun.misc.Signal} cannot be switched off for one class. */
    private void register(String name) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            arrived();
                        }
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            throw new IllegalStateException("signal " + name + " cannot be caught on this platform", e);
        }
    }

    private void arrived() {
        if (first.compareAndSet(true, false)) {
            received.countDown();
            onFirst.run();
        } else {
            Runtime.getRuntime().halt(STOPPED_AT_ONCE);
        }
    }

    /** What takes its time and can be interrupted. */
    public interface Start {
        void run() throws Exception;
    }

    /** Starts; a signal meanwhile, perhaps while we wait for the broker, ends the start, which is not a failure then. */
    public void start(Start start) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        Thread starter = Thread.currentThread();
        onFirst(() -> {
            if (over.compareAndSet(false, true)) {
                starter.interrupt();
            }
        });
        try {
            start.run();
        } catch (Exception e) {
            if (!isReceived()) {
                throw e;
            }
            log.debug("the start was broken off: {}", e.toString());
        }
        if (!over.compareAndSet(false, true)) {
            Thread.interrupted(); // the interrupt was for the start and for nothing after it
        }
    }

    /** Runs {@code action} on the first signal; at once if that has come already. */
    private void onFirst(Runnable action) {
        onFirst = action;
        if (isReceived()) {
            action.run();
        }
    }

    /** Waits for the first signal. */
    public void await() throws InterruptedException {
        received.await();
    }

    /** True once a signal has come. */
    private boolean isReceived() {
        return received.getCount() == 0;
    }
}
