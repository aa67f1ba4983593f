/** How a Kafka broker is run and asked. */
@NullMarked
package io.penstock.testbed.internal.kafka;

import org.jspecify.annotations.NullMarked;
