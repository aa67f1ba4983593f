package io.penstock.console.fleet;

import io.penstock.internal.fleet.WorkerReport;
import java.util.List;

/**
 * Who works on one queue.
 *
 * @param workers how many processes consume it
 * @param slots how many of its jobs they may run at once in all
 * @param busy how many they do run
 */
public record WorkForce(int workers, int slots, int busy) {

    /** Those of these workers that are not silent. */
    static WorkForce of(String queue, List<Workers.Seen> workers) {
        List<WorkerReport.Queue> views = workers.stream()
                .filter(worker -> !worker.silent())
                .flatMap(worker -> worker.report().queues().stream())
                .filter(view -> view.queue().equals(queue))
                .toList();
        return new WorkForce(
                views.size(),
                views.stream().mapToInt(WorkerReport.Queue::slots).sum(),
                views.stream().mapToInt(WorkerReport.Queue::busy).sum());
    }
}
