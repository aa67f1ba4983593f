/** How a Redis server is run and asked. */
@NullMarked
package io.penstock.testbed.internal.redis;

import org.jspecify.annotations.NullMarked;
