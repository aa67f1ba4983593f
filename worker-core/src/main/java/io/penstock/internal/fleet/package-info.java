/** What workers tell of themselves, and how they learn that a queue is paused: all through the broker. */
@NullMarked
package io.penstock.internal.fleet;

import org.jspecify.annotations.NullMarked;
