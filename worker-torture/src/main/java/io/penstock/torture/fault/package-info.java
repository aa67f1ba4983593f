/** Doing the damage, and remembering when. */
@NullMarked
package io.penstock.torture.fault;

import org.jspecify.annotations.NullMarked;
