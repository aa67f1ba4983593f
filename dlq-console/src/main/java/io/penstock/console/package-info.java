/** The console's process: what it is told, what it is made of, how it starts and ends. */
@NullMarked
package io.penstock.console;

import org.jspecify.annotations.NullMarked;
