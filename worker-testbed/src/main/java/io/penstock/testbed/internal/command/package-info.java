/** Running external programs and waiting for them. */
@NullMarked
package io.penstock.testbed.internal.command;

import org.jspecify.annotations.NullMarked;
