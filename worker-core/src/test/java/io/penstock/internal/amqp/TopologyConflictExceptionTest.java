package io.penstock.internal.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TopologyConflictExceptionTest {

    @Test
    void a_queue_with_other_arguments_is_named_with_both_values_and_the_way_to_migrate() {
        String reply = "PRECONDITION_FAILED - inequivalent arg 'x-delivery-limit' for queue 'emails' in vhost '/shop':"
                + " received the value '20' of type 'signedint' but current is none";
        assertThat(TopologyConflictException.from(reply)).hasMessage("""
                queue emails (vhost /shop) exists with other arguments; nothing was changed.
                  argument x-delivery-limit: expected the value '20' of type 'signedint', got none
                  If the difference comes from a setting of this process, set it back. Otherwise migrate:
                    1. stop the consumers of emails and let its producers publish elsewhere or wait,
                    2. move its messages away (rabbitmqctl, or the shovel plug-in: "Move messages" in the management pages),
                    3. delete it (rabbitmqctl delete_queue emails --if-empty), start a worker, which declares it anew,
                    4. move the messages back.""");
    }

    @Test
    void an_exchange_of_another_type_is_not_treated_as_a_queue() {
        String reply = "PRECONDITION_FAILED - inequivalent arg 'type' for exchange 'penstock.jobs' in vhost '/':"
                + " received 'direct' but current is 'fanout'";
        assertThat(TopologyConflictException.from(reply)).hasMessage("""
                exchange penstock.jobs (vhost /) exists with other arguments; nothing was changed.
                  argument type: expected 'direct', got 'fanout'
                  An exchange holds no messages: stop all that publish to penstock.jobs, delete it on the management pages,
                    start a worker, which declares it and its bindings anew.""");
    }

    @Test
    void a_reply_in_other_words_is_passed_on() {
        assertThat(TopologyConflictException.from("PRECONDITION_FAILED - something new"))
                .hasMessage("RabbitMQ refuses a declaration: PRECONDITION_FAILED - something new");
    }
}
