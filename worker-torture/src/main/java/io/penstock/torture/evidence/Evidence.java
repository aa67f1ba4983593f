package io.penstock.torture.evidence;

import io.penstock.torture.fault.Incident;
import io.penstock.torture.plan.JobPlan;
import io.penstock.torture.producer.SendLog;
import io.penstock.torture.recorder.Entry;
import java.util.List;

/**
 * All that is there when everything is over.
 *
 * @param plan what jobs there were and how each must end
 * @param recorded whether the workers' effects go through the recorder; if not, events tell what was done
 * @param sends what the producers have written down
 * @param entries what the recorder has written down, oldest first
 * @param events all events on Kafka
 * @param notifications all notifications on Redis
 * @param deadLetters all of the dead-letter queue
 * @param incidents what was done to the system
 * @param misbehaviour what nobody did to it, and what is left over, one sentence each
 */
public record Evidence(
        JobPlan plan,
        boolean recorded,
        SendLog.Contents sends,
        List<Entry> entries,
        List<Event> events,
        List<Event> notifications,
        List<DeadLetter> deadLetters,
        List<Incident> incidents,
        List<String> misbehaviour) {}
