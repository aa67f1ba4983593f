/** Jobs that are enqueued over HTTP: known by their ids, confirmed by the broker. */
@NullMarked
package io.penstock.console.enqueue;

import org.jspecify.annotations.NullMarked;
