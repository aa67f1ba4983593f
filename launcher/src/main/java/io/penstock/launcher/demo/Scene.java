package io.penstock.launcher.demo;

import io.penstock.launcher.watch.JobEvent;
import java.util.function.Predicate;

/**
 * One job of the demo and how it has to end.
 *
 * @param title what it is called on the screen
 * @param queue where it is put
 * @param client who puts it there
 * @param story what is special about it
 * @param enqueue puts it there
 * @param isMine recognises its events; a job without an id gets one that nobody knows beforehand
 * @param meant how it should end, in words
 * @param endsAsMeant whether its last event is the right one
 */
record Scene(
        String title,
        String queue,
        String client,
        String story,
        Runnable enqueue,
        Predicate<JobEvent> isMine,
        String meant,
        Predicate<JobEvent> endsAsMeant) {}
