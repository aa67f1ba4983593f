/** Comparing what should be with what is there. Pure. */
@NullMarked
package io.penstock.torture.verdict;

import org.jspecify.annotations.NullMarked;
