/** The way to Redis: one client per process, connections that are opened when somebody needs them. */
@NullMarked
package io.penstock.internal.redis;

import org.jspecify.annotations.NullMarked;
