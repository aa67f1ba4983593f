/** The programs that enqueue jobs, and their own record of what was confirmed. */
@NullMarked
package io.penstock.torture.producer;

import org.jspecify.annotations.NullMarked;
