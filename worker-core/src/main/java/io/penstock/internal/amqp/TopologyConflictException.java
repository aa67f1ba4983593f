package io.penstock.internal.amqp;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Something exists on the broker with other arguments than ours. Nothing was changed. */
public final class TopologyConflictException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final Pattern REPLY = Pattern.compile(
            "inequivalent arg '([^']+)' for (queue|exchange) '([^']+)' in vhost '([^']*)': received (.*) but current is (.*)");

    private TopologyConflictException(String message) {
        super(message);
    }

    /** Puts the broker's reply into words that say how to go on. */
    static TopologyConflictException from(String reply) {
        Matcher matcher = REPLY.matcher(reply);
        if (!matcher.find()) {
            return new TopologyConflictException("RabbitMQ refuses a declaration: " + reply);
        }
        String kind = matcher.group(2);
        String name = matcher.group(3);
        String conflict =
                """
                %s %s (vhost %s) exists with other arguments; nothing was changed.
                  argument %s: expected %s, got %s
                """.formatted(kind, name, matcher.group(4), matcher.group(1), matcher.group(5), matcher.group(6));
        return new TopologyConflictException(conflict + (kind.equals("queue") ? queue(name) : exchange(name)));
    }

    private static String queue(String name) {
        return """
                  If the difference comes from a setting of this process, set it back. Otherwise migrate:
                    1. stop the consumers of %s and let its producers publish elsewhere or wait,
                    2. move its messages away (rabbitmqctl, or the shovel plug-in: "Move messages" in the management pages),
                    3. delete it (rabbitmqctl delete_queue %s --if-empty), start a worker, which declares it anew,
                    4. move the messages back.""".formatted(name, name).indent(2).stripTrailing();
    }

    private static String exchange(String name) {
        return """
                An exchange holds no messages: stop all that publish to %s, delete it on the management pages,
                  start a worker, which declares it and its bindings anew.""".formatted(name).indent(2).stripTrailing();
    }
}
