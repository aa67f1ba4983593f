package io.penstock.torture.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The schedule: one fault about every eight seconds. The kinds come in rounds, shuffled: each once before any of them a
 * second time. Moments and durations are random, so that faults overlap now and then.
 */
public final class FaultPlan {
    private static final Duration EVERY = Duration.ofSeconds(8);
    /** Jobs must flow before and after. */
    private static final double QUIET_START = 0.06;

    private static final double QUIET_END = 0.06;

    private FaultPlan() {}

    /** How long a run must be at least so that each of these kinds has its turn. */
    public static Duration shortest(Collection<Fault> faults) {
        return EVERY.multipliedBy(Math.max(1, scheduled(faults).size()));
    }

    /** The schedule that follows from {@code seed}; the order and repetition of {@code faults} do not matter. */
    public static List<PlannedFault> of(long seed, Collection<Fault> faults, Duration duration) {
        List<Fault> kinds = scheduled(faults);
        if (kinds.isEmpty()) {
            return List.of();
        }
        int count = (int) Math.max(kinds.size(), duration.dividedBy(EVERY));
        Random random = new Random(seed);
        List<Fault> deck = deck(kinds, count, random);
        double from = duration.toMillis() * QUIET_START;
        double gap = duration.toMillis() * (1 - QUIET_START - QUIET_END) / count;
        List<PlannedFault> plan = new ArrayList<>(count);
        for (int n = 0; n < count; n++) {
            Duration at = Duration.ofMillis((long) (from + (n + random.nextDouble()) * gap));
            Fault fault = deck.get(n);
            plan.add(new PlannedFault(
                    n + 1, fault, at, between(fault.shortest(), fault.longest(), random), random.nextInt(1 << 20)));
        }
        return List.copyOf(plan);
    }

    private static List<Fault> scheduled(Collection<Fault> faults) {
        return faults.stream().filter(Fault::isScheduled).distinct().sorted().toList();
    }

    private static List<Fault> deck(List<Fault> kinds, int count, Random random) {
        List<Fault> deck = new ArrayList<>();
        while (deck.size() < count) {
            List<Fault> round = new ArrayList<>(kinds);
            Collections.shuffle(round, random);
            deck.addAll(round);
        }
        return deck;
    }

    private static Duration between(Duration shortest, Duration longest, Random random) {
        long width = longest.minus(shortest).toMillis();
        return shortest.plusMillis(width == 0 ? 0 : random.nextLong(width + 1));
    }
}
