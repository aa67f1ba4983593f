/** How a RabbitMQ broker is run and asked. */
@NullMarked
package io.penstock.testbed.internal.rabbitmq;

import org.jspecify.annotations.NullMarked;
