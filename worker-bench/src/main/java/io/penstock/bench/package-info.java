/** The command ./penstock bench. */
@NullMarked
package io.penstock.bench;

import org.jspecify.annotations.NullMarked;
