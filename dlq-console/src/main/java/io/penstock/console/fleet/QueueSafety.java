package io.penstock.console.fleet;

import io.penstock.internal.amqp.Names;
import io.penstock.internal.amqp.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Compares what is in effect for a queue with what the runtime declares: somebody else may have declared it, and a policy may
 * have been laid over it. Pure.
 */
final class QueueSafety {
    private final String queue;
    private final QueueFacts facts;
    private final List<Finding> findings = new ArrayList<>();

    private QueueSafety(String queue, QueueFacts facts) {
        this.queue = queue;
        this.facts = facts;
    }

    /** What may cost jobs of a queue, of its suspects, or dead letters. */
    static List<Finding> of(String name, Map<String, QueueFacts> all) {
        List<Finding> findings = new ArrayList<>();
        findings.addAll(check(name, all, Topology.jobArguments(name)));
        findings.addAll(check(Names.suspects(name), all, Topology.suspectsArguments(name)));
        findings.addAll(check(Names.deadLetters(name), all, Topology.parked()));
        return findings;
    }

    private static List<Finding> check(String queue, Map<String, QueueFacts> all, Map<String, Object> expected) {
        QueueFacts facts = all.get(queue);
        if (facts == null) {
            return List.of(new Finding(queue, "missing", "there is no such queue; a worker that starts declares it"));
        }
        QueueSafety safety = new QueueSafety(queue, facts);
        safety.checkKind();
        safety.checkDeliveryLimit(expected);
        if (expected.containsKey("x-dead-letter-exchange")) {
            safety.checkDeadLettering(expected);
        }
        safety.checkLimits();
        return safety.findings;
    }

    private void checkKind() {
        if (!facts.type().equals("quorum")) {
            found("not_quorum", "it is a " + facts.type() + " queue: what is in it can be lost with its node");
        }
        if (!facts.durable()) {
            found("not_durable", "it is gone when the broker restarts");
        }
    }

    private void checkDeliveryLimit(Map<String, Object> expected) {
        Object wanted = Objects.requireNonNull(expected.get("x-delivery-limit"));
        Object limit = facts.effective("delivery-limit");
        if (limit == null) {
            found(
                    "no_delivery_limit",
                    "expected a delivery limit of " + wanted + ", got none: none at all before RabbitMQ 4.0, 20 since");
        } else if (!sameNumber(limit, wanted)) {
            found("delivery_limit", "expected a delivery limit of " + wanted + ", got " + limit);
        }
    }

    private void checkDeadLettering(Map<String, Object> expected) {
        Object exchange = facts.effective("dead-letter-exchange");
        if (exchange == null) {
            found("no_dead_letter_exchange", "jobs that expire or crash their workers are dropped");
            return;
        }
        for (String key : List.of("dead-letter-exchange", "dead-letter-routing-key")) {
            if (!Objects.equals(facts.effective(key), expected.get("x-" + key))) {
                found(
                        "dead_letters_elsewhere",
                        "expected " + key + " " + expected.get("x-" + key) + ", got another one: its dead letters are"
                                + " not found here");
            }
        }
        if (!"at-least-once".equals(facts.effective("dead-letter-strategy"))) {
            found("dead_letters_at_most_once", "a dead letter can be lost while it is moved");
        }
    }

    private void checkLimits() {
        boolean rejects = "reject-publish".equals(facts.effective("overflow"));
        if (facts.effective("max-length") != null || facts.effective("max-length-bytes") != null) {
            found(
                    rejects ? "max_length" : "drops_oldest",
                    rejects ? "it refuses messages when it is full" : "it drops its oldest messages when it is full");
        }
        if (facts.effective("expires") != null) {
            found("expires", "the broker deletes it, messages and all, when nobody has used it for a while");
        }
        boolean configured = facts.arguments().containsKey("x-message-ttl")
                && !facts.policy().containsKey("message-ttl");
        if (facts.effective("message-ttl") != null && (!configured || isParked())) {
            found(
                    "message_ttl",
                    isParked()
                            ? "dead letters in it are deleted after a while"
                            : "a policy limits how long jobs may wait: then they are dead-lettered as expired");
        }
    }

    private boolean isParked() {
        return queue.endsWith(Names.deadLetters(""));
    }

    private static boolean sameNumber(@Nullable Object a, Object b) {
        return a instanceof Number x && b instanceof Number y && x.longValue() == y.longValue();
    }

    private void found(String code, String text) {
        findings.add(new Finding(queue, code, text));
    }
}
