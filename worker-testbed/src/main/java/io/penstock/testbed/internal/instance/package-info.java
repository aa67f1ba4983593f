/** Servers as processes or containers, and the signals they take. */
@NullMarked
package io.penstock.testbed.internal.instance;

import org.jspecify.annotations.NullMarked;
