/** Everything that speaks AMQP and knows no job: connections, confirmed publishing, topology, the delay ladder. */
@NullMarked
package io.penstock.internal.amqp;

import org.jspecify.annotations.NullMarked;
