package io.penstock.bench.webhooks;

import io.penstock.client.NewJob;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The jobs of one measurement.
 *
 * @param warmUp to healthy endpoints alone
 * @param measured to healthy ones and perhaps to bad ones as well
 */
record Jobs(List<NewJob> warmUp, List<NewJob> measured) {

    /**
     * Makes them, in random order.
     *
     * @param run tells these jobs from those of other measurements
     * @param warmUp how many there are before those that are measured
     * @param bad endpoints that get as many of the measured ones each as the healthy ones do
     */
    static Jobs of(int run, int warmUp, Receivers healthy, List<String> bad) {
        List<NewJob> first = to(healthy.urls(), run + "-warm-up-", warmUp);
        List<NewJob> measured = to(healthy.urls(), run + "-", Load.MEASURED);
        measured.addAll(to(bad, run + "-bad-", Load.MEASURED / Load.HEALTHY * bad.size()));
        Collections.shuffle(first, new Random(42));
        Collections.shuffle(measured, new Random(42));
        return new Jobs(first, measured);
    }

    /** The same share for each of them. */
    private static List<NewJob> to(List<String> urls, String prefix, int count) {
        List<NewJob> jobs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String url = urls.get(i % urls.size());
            jobs.add(Traffic.job(prefix + Traffic.id(i), url, url, i));
        }
        return jobs;
    }

    /** In the order in which they are enqueued. */
    List<NewJob> all() {
        List<NewJob> all = new ArrayList<>(warmUp);
        all.addAll(measured);
        return all;
    }
}
