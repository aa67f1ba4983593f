/** What the tortured workers run. */
@NullMarked
package io.penstock.torture.worker;

import org.jspecify.annotations.NullMarked;
