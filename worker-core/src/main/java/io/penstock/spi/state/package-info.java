/** Small pieces of state that the replicas of a worker share. */
@NullMarked
package io.penstock.spi.state;

import org.jspecify.annotations.NullMarked;
