/** Queues and workers as operators see them: how full, how fast, how safe, who works, and who may not at the moment. */
@NullMarked
package io.penstock.console.fleet;

import org.jspecify.annotations.NullMarked;
