/** From the dead-letter queues into the database: committed first, then acknowledged, and never twice. */
@NullMarked
package io.penstock.console.collect;

import org.jspecify.annotations.NullMarked;
