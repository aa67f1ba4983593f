package io.penstock.torture.producer;

/** Spreads sending over time. A producer that was held up may catch up at twice the rate. For one thread. */
final class Pace {
    private static final double CATCHING_UP = 2;

    private final double perSecond;
    private final long started = System.nanoTime();
    private long sent;
    private long notBefore = started;

    Pace(double perSecond) {
        this.perSecond = perSecond;
    }

    /** Waits until the next {@code count} jobs may be sent. */
    void await(int count) throws InterruptedException {
        long now = System.nanoTime();
        long due = Math.max(notBefore, started + (long) (sent / perSecond * 1e9));
        if (due > now) {
            Thread.sleep((due - now) / 1_000_000, (int) ((due - now) % 1_000_000));
        }
        sent += count;
        notBefore = System.nanoTime() + (long) (count / perSecond / CATCHING_UP * 1e9);
    }
}
